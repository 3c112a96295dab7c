package org.patientvault.internal.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.patientvault.model.PatientIdentifier;

/** Writes small inputs and reads them to lines such as {@code 1:2 Observation -> p}. */
final class SourceFixture {
  private final Path folder;

  SourceFixture(Path folder) {
    this.folder = folder;
  }

  static String bundle(String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  static String entry(String fullUrl, String resource) {
    return "{\"resource\":" + resource + ",\"fullUrl\":\"" + fullUrl + "\",\"request\":{\"x\":[]}}";
  }

  static String observation(String id, String patient) {
    return "{\"resourceType\":\"Observation\",\"id\":\""
        + id
        + "\",\"subject\":{\"reference\":\""
        + patient
        + "\"}}";
  }

  static String provenance(String target) {
    return "{\"resourceType\":\"Provenance\",\"id\":\"v\",\"target\":[{\"reference\":\""
        + target
        + "\"}]}";
  }

  Path file(String name, String text) throws IOException {
    return write(name, bytes(text));
  }

  Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<String> read(Path... inputs) {
    List<String> items = new ArrayList<>();
    try (FhirSource source = FhirSource.open(List.of(inputs))) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        items.add(item.inputOrdinal() + ":" + item.position() + " " + words(item));
      }
    }
    return items;
  }

  private static String words(SourceItem item) {
    if (item instanceof SourceProblem problem) {
      return "! " + problem.reason();
    }
    SourceResource resource = (SourceResource) item;
    return resource.resource().type() + " -> " + words(resource.owner());
  }

  private static String words(Owner owner) {
    if (owner instanceof Owner.Patient patient) {
      PatientIdentifier identifier = patient.identifier();
      return identifier.issuer().equals(Compartment.FHIR_PATIENT_ID)
          ? identifier.value()
          : identifier.issuer() + "|" + identifier.value();
    }
    return "nobody";
  }
}
