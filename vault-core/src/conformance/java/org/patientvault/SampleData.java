package org.patientvault;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * All FHIR sample data beside the checkout: Synthea's patients and providers, and every one of
 * HL7's R4 examples. Read with Jackson's own tree, not with the product's reader.
 */
public final class SampleData {
  private static final Path DATA = Path.of(System.getProperty("patientvault.shared"), "data");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private SampleData() {}

  /** Copies all inputs under names that say nothing; gives their number. */
  public static int copyInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    int ordinal = 0;
    for (String from : List.of("synthea/patients", "synthea/providers")) {
      try (Stream<Path> files = Files.list(DATA.resolve(from))) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          Files.copy(file, numbered(folder, ordinal++, name.substring(name.indexOf('.'))));
        }
      }
    }
    return copyExamples(folder, ordinal);
  }

  private static int copyExamples(Path folder, int first) throws IOException {
    int ordinal = first;
    try (ZipInputStream zip =
        new ZipInputStream(
            Files.newInputStream(DATA.resolve("hl7-fhir-r4-examples/r4-examples.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          Files.copy(zip, numbered(folder, ordinal++, ".json"));
        }
      }
    }
    return ordinal;
  }

  private static Path numbered(Path folder, int ordinal, String ending) {
    return folder.resolve(String.format("%04d%s", ordinal, ending));
  }

  /** Hands every resource of the files in {@code folder} to {@code taker}, bundles taken apart. */
  public static void resources(Path folder, Consumer<JsonNode> taker) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          boolean lines = file.toString().contains(".ndjson");
          for (String document : lines ? text.split("\n", -1) : new String[] {text}) {
            if (!document.isBlank()) {
              each(JSON.readTree(document), taker);
            }
          }
        }
      }
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void each(JsonNode document, Consumer<JsonNode> taker) {
    if (!document.path("resourceType").asText().equals("Bundle")) {
      taker.accept(document);
      return;
    }
    for (JsonNode entry : document.path("entry")) {
      if (entry.has("resource")) {
        taker.accept(entry.path("resource"));
      }
    }
  }
}
