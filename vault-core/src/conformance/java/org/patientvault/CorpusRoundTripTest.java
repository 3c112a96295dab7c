package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;

/**
 * Every resource of the synthetic patients and of the HL7 examples goes into a vault and comes out
 * equal.
 */
class CorpusRoundTripTest {
  private static final Path DATA = Path.of(System.getProperty("patientvault.shared"), "data");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TempDir Path folder;

  @Test
  void everyResource_comesBackEqual() throws IOException {
    Path inputs = Files.createDirectories(folder.resolve("in"));
    copyInputs(inputs);
    Path out = folder.resolve("out");
    try (Vault vault =
        Vault.create(
            folder.resolve("corpus.vault"),
            Unlock.passphrase("correct horse battery"::toCharArray))) {
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      long began = System.nanoTime();
      ImportReport report = FhirImport.of(physician).run(List.of(inputs), false, p -> {});
      long imported = System.nanoTime();
      assertThat(report.problems()).isEmpty();
      FhirExport.of(physician).run(out, n -> {});
      System.out.printf(
          "imported %d resources of %d patients in %d ms, exported in %d ms%n",
          report.created() + report.updated() + report.unchanged(),
          report.patientsAdmitted(),
          (imported - began) / 1_000_000,
          (System.nanoTime() - imported) / 1_000_000);
      ImportReport again = FhirImport.of(physician).run(List.of(inputs), false, p -> {});
      assertThat(again.created()).isZero();
    }
    compare(inputs, out);
  }

  private static void copyInputs(Path inputs) throws IOException {
    int ordinal = 0;
    for (String from : List.of("synthea/patients", "synthea/providers")) {
      try (Stream<Path> files = Files.list(DATA.resolve(from))) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          Files.copy(
              file,
              inputs.resolve(
                  String.format("%04d%s", ordinal++, name.substring(name.indexOf('.')))));
        }
      }
    }
    try (ZipInputStream zip =
        new ZipInputStream(
            Files.newInputStream(DATA.resolve("hl7-fhir-r4-examples/r4-examples.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          Files.copy(zip, inputs.resolve(String.format("%04d.json", ordinal++)));
        }
      }
    }
  }

  private static void compare(Path inputs, Path out) throws IOException {
    Map<String, Set<String>> written = read(out);
    Map<String, Set<String>> expected = read(inputs);
    long resources = 0;
    long differences = 0;
    long amended = 0;
    for (Map.Entry<String, Set<String>> each : expected.entrySet()) {
      resources += each.getValue().size();
      Set<String> there = written.getOrDefault(each.getKey(), Set.of());
      differences += there.stream().filter(node -> !each.getValue().contains(node)).count();
      differences += there.isEmpty() ? 1 : 0;
      amended += each.getValue().size() - there.size();
    }
    System.out.println(
        "resources compared: "
            + resources
            + ", differences: "
            + differences
            + ", amended by a later input: "
            + amended);
    assertThat(differences).isZero();
    assertThat(written.keySet()).isEqualTo(expected.keySet());
  }

  private static Map<String, Set<String>> read(Path folder) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
          if (file.toString().contains(".ndjson")) {
            for (String line :
                new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
              if (!line.isBlank()) {
                add(found, JSON.readTree(line));
              }
            }
          } else {
            addDocument(found, JSON.readTree(in));
          }
        }
      }
    }
    return found;
  }

  private static void addDocument(Map<String, Set<String>> found, JsonNode document) {
    boolean bundle = document.path("resourceType").asText().equals("Bundle");
    if (bundle) {
      document.path("entry").forEach(entry -> add(found, entry.path("resource")));
    } else {
      add(found, document);
    }
  }

  private static void add(Map<String, Set<String>> found, JsonNode resource) {
    if (!resource.isMissingNode()) {
      found
          .computeIfAbsent(
              resource.path("resourceType").asText() + "/" + resource.path("id").asText(),
              k -> new HashSet<>())
          .add(sorted(resource));
    }
  }

  /** The text of a value with its members in order, numbers as they were written. */
  private static String sorted(JsonNode value) {
    if (value.isObject()) {
      TreeMap<String, String> members = new TreeMap<>();
      value.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
      return members.toString();
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(sorted(item)));
      return items.toString();
    }
    return value.toString();
  }
}
