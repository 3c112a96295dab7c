package org.patientvault.internal.documents;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.patientvault.fuzz.Seeded;

/**
 * A file to import ends, gives resources that can be written, and names no file in its problems.
 */
class FhirSourceFuzz implements Seeded {

  private static final List<String> KINDS =
      List.of("bundle.json", "lines.ndjson", "packed.json.gz");
  private static final int MOST_ITEMS = 10_000;
  private static final Path FOLDER = folder();

  /** One byte says which kind of file; the rest is what stands in it. */
  @FuzzTest
  void next(byte[] script) throws IOException {
    if (script.length == 0) {
      return;
    }
    Path file = FOLDER.resolve(KINDS.get((script[0] & 0xff) % KINDS.size()));
    Files.write(file, Arrays.copyOfRange(script, 1, script.length));
    try (FhirSource source = FhirSource.open(List.of(file))) {
      int items = 0;
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        require(++items <= MOST_ITEMS, "does not end");
        require(item.inputOrdinal() == 1 && item.position() >= 0, "a place that is none");
        check(item);
      }
    }
    Files.delete(file);
  }

  private static void check(SourceItem item) {
    if (item instanceof SourceResource read) {
      FhirResource again = FhirJson.read(read.resource().toJson());
      require(again.equals(read.resource()), "another resource");
    } else if (item instanceof SourceProblem problem) {
      require(!problem.reason().contains(FOLDER.toString()), "a file's name");
    }
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("import-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, byte[]> seeds() {
    String patient = "{\"resourceType\":\"Patient\",\"id\":\"p\"}";
    String seen =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"subject\":{\"reference\":\"urn:uuid:1\"}}";
    String bundle =
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"fullUrl\":\"urn:uuid:2\",\"resource\":"
            + seen
            + "},"
            + "{\"fullUrl\":\"urn:uuid:1\",\"resource\":"
            + patient
            + "}]}";
    return Map.of(
        "bundle", bytes(0, bundle.getBytes(StandardCharsets.UTF_8)),
        "single", bytes(0, patient.getBytes(StandardCharsets.UTF_8)),
        "lines", bytes(1, (patient + "\n" + seen + "\n\n{").getBytes(StandardCharsets.UTF_8)),
        "gzip", bytes(2, EMPTY_GZIP));
  }

  /** An empty file as gzip stores it, with no time and no name. */
  private static final byte[] EMPTY_GZIP = {
    31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private static byte[] bytes(int kind, byte[] content) {
    byte[] script = new byte[1 + content.length];
    script[0] = (byte) kind;
    System.arraycopy(content, 0, script, 1, content.length);
    return script;
  }
}
