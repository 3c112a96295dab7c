package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.RecordType;

/**
 * A Bundle, read entry by entry.
 *
 * <p>Mostly a resource names its patient by a reference that stands earlier in the bundle. When one
 * does not, the whole bundle is read once for its references, and then goes on.
 */
final class BundleInput implements Input {
  static final RecordType BUNDLE = new RecordType("Bundle");
  static final String NESTED = "a Bundle inside another input is not read; give it as its own file";

  private final Path file;
  private final int ordinal;
  private final ResourceReader reader;
  private final BundleEntries entries;
  private final Compartment compartment = new Compartment();

  BundleInput(Path file, int ordinal, ResourceReader reader) throws IOException {
    this.file = file;
    this.ordinal = ordinal;
    this.reader = reader;
    this.entries = new BundleEntries(StrictJson.parser(InputFiles.read(file)), reader);
  }

  @Override
  public @Nullable SourceItem next() throws IOException {
    BundleEntries.Entry entry = entries.next();
    if (entry == null) {
      return null;
    }
    FhirResource resource = entry.resource();
    return resource == null
        ? new SourceProblem(ordinal, position(), entry.problem())
        : item(entry.fullUrl(), resource);
  }

  private SourceItem item(@Nullable String fullUrl, FhirResource resource) throws IOException {
    compartment.add(fullUrl, resource);
    Optional<Owner> owner = compartment.ownerOf(resource);
    if (owner.isEmpty() && !compartment.isComplete()) {
      readAllReferences();
      owner = compartment.ownerOf(resource);
    }
    return owner.isPresent()
        ? new SourceResource(ordinal, position(), resource, owner.get())
        : new SourceProblem(ordinal, position(), LoneResource.NO_OWNER);
  }

  private void readAllReferences() throws IOException {
    try (JsonParser parser = StrictJson.parser(InputFiles.read(file))) {
      BundleEntries all = new BundleEntries(parser, reader);
      for (BundleEntries.Entry entry = all.next(); entry != null; entry = all.next()) {
        FhirResource resource = entry.resource();
        if (resource != null) {
          compartment.add(entry.fullUrl(), resource);
        }
      }
    }
    compartment.setComplete();
  }

  @Override
  public long position() {
    return entries.position();
  }

  @Override
  public void close() {
    entries.close();
  }
}
