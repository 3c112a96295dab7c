package org.patientvault.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.patientvault.model.Bytes;

/** Public test vectors that lie beside the checkout: read, counted, never copied. */
final class PublicVectors {
  private static final Path FOLDER =
      Path.of(System.getProperty("patientvault.shared", "../shared")).resolve("vectors");

  private static final Path REPORT = Path.of("target", "vectors-report.txt");
  private static final ObjectMapper JSON = new ObjectMapper();

  private PublicVectors() {}

  static JsonNode read(String file) {
    return read(FOLDER.resolve(file));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every JSON file below a folder, in the order of their names. */
  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode probe(Path file) {
    return read(file);
  }

  static Bytes base64(JsonNode text) {
    return Bytes.of(Base64.getDecoder().decode(text.asText()));
  }

  static List<Bytes> base64List(JsonNode texts) {
    List<Bytes> values = new ArrayList<>();
    texts.forEach(text -> values.add(base64(text)));
    return values;
  }

  static Bytes hex(JsonNode text) {
    return Bytes.of(HexFormat.of().parseHex(text.asText()));
  }

  /** Says in {@code target/vectors-report.txt} how many vectors of a set passed. */
  static void passed(String set, long count) {
    try {
      Files.writeString(
          REPORT,
          set + ": " + count + " passed\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
