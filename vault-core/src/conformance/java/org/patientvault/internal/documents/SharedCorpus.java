package org.patientvault.internal.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Sample data of others that lie beside the checkout: Synthea bundles and HL7's R4 examples. */
final class SharedCorpus {
  private static final Path DATA =
      Path.of(System.getProperty("patientvault.shared", "../shared")).resolve("data");

  private SharedCorpus() {}

  static List<Path> patients() {
    return files(DATA.resolve("synthea/patients"));
  }

  static List<Path> providers() {
    return files(DATA.resolve("synthea/providers"));
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] read(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** HL7's examples by file name. */
  static Map<String, byte[]> examples() {
    Path zip = DATA.resolve("hl7-fhir-r4-examples/r4-examples.zip");
    Map<String, byte[]> examples = new TreeMap<>();
    try (FileSystem inside = FileSystems.newFileSystem(zip);
        Stream<Path> files = Files.walk(inside.getPath("/"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        examples.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
      return examples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
