package org.patientvault.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** docs/fhir-audit-events.md shows what the program writes, and has a row for every event. */
class FhirPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/fhir-audit-events.md"));
  }

  /** The read of the log's own page, with a detail. */
  static byte[] example() {
    Entry entry =
        Entry.of(EventCode.READ, Outcome.SUCCESS)
            .actor(pattern(16, 1), new Role("physician"))
            .subject(pattern(16, 2))
            .record(pattern(16, 3))
            .confidentiality(Confidentiality.R)
            .purpose(Purpose.TREAT)
            .requestId("req-42.A_b")
            .policyVersion(7)
            .detail(pattern(32, 4))
            .stamped(
                new EntryStamp(Instant.parse("2026-01-15T08:31:07.044Z"), "node-1", 0x7f3a9c21, 2));
    JsonValue line =
        JsonValue.members()
            .put("type", "Observation")
            .put("ids", JsonValue.ofTexts(List.of("bp-1")))
            .put("fields", JsonValue.ofTexts(List.of("valueQuantity")))
            .build();
    JsonValue.Members detail =
        JsonValue.members()
            .put("issuer", "https://id.example.org")
            .put("user", "dr.lea")
            .put("patient", "0f0e0d0c0b0a09080706050403020100")
            .put("records", JsonValue.of(List.of(line)))
            .build();
    return AuditEventWriter.of(SampleEvents.ORIGIN)
        .write(new ReportEntry(1, entry, Optional.of(detail)));
  }

  private static Bytes pattern(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }

  @Test
  void example_isWhatTheProgramWrites() throws IOException {
    String shown = page().replaceAll("(?s).*```json\n(.*)```\n", "$1");
    assertThat(JSON.readTree(shown)).isEqualTo(JSON.readTree(example()));
  }

  /** Type, subtypes and action of each code stand in its row. */
  @Test
  void everyEvent_hasARowThatSaysItsCodes() throws IOException {
    List<String> rows = page().lines().filter(line -> line.startsWith("| `")).toList();
    for (EventCode event : EventCode.values()) {
      Meaning meaning = Meaning.of(event);
      List<String> codes = new java.util.ArrayList<>(List.of(meaning.type().code()));
      meaning.subtypes().forEach(each -> codes.add(each.code().replace("-type", "")));
      codes.add(String.valueOf(meaning.action()));
      assertThat(rows)
          .as(event + " " + codes)
          .anyMatch(
              row -> row.contains("`" + event + "`") && codes.stream().allMatch(row::contains));
    }
  }
}
