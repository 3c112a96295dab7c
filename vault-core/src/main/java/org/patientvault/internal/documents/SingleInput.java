package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/** A file with one resource. */
final class SingleInput implements Input {
  private final Path file;
  private final int ordinal;
  private final ResourceReader reader;
  private boolean done;

  SingleInput(Path file, int ordinal, ResourceReader reader) {
    this.file = file;
    this.ordinal = ordinal;
    this.reader = reader;
  }

  @Override
  public @Nullable SourceItem next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    try (JsonParser parser = StrictJson.parser(InputFiles.read(file))) {
      parser.nextToken();
      FhirResource resource = reader.read(parser);
      if (parser.nextToken() != null) {
        throw new VaultException.InvalidInput("something follows the end of the resource");
      }
      return LoneResource.item(ordinal, 1, resource);
    } catch (VaultException e) {
      return new SourceProblem(ordinal, 1, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public long position() {
    return 1;
  }

  @Override
  public void close() {}
}
