package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.DrillFacts.Done;
import org.patientvault.audit.DrillFacts.Result;
import org.patientvault.model.Bytes;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/drill-report.json, and every changed byte of a report. A signature is
 * random: written anew, the file differs.
 */
class DrillReportVectorsTest {
  private static final Path FILE = Path.of("..", "docs", "formats", "vectors", "drill-report.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INDEX = 1;

  private JsonNode vectors;
  private TrustPolicy policy;

  @BeforeEach
  void theFile() throws IOException {
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
              .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
      Files.writeString(FILE, JSON.writer(printer).writeValueAsString(made()) + "\n");
    }
    vectors = JSON.readTree(FILE.toFile());
    policy = TrustPolicy.parse(bytes(vectors.get("policy")));
  }

  private static ObjectNode made() {
    TestLog log = new TestLog();
    DrillFacts facts = passed();
    Bytes digest = Bytes.of(MerkleHash.sha256().digest(facts.text()));
    log.add(log.genesis().stamped(Samples.stamp(1)));
    log.add(entry(EventCode.KEY_STATE, Outcome.SUCCESS, digest).stamped(Samples.stamp(2)));
    log.add(entry(EventCode.KEY_STATE, Outcome.MAJOR_FAILURE, digest).stamped(Samples.stamp(3)));
    log.add(entry(EventCode.BACKUP, Outcome.SUCCESS, digest).stamped(Samples.stamp(4)));
    log.head = log.sign(log.leaves.size());
    ObjectNode file = JSON.createObjectNode();
    file.put("page", "docs/formats/drill-report.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=DrillReportVectorsTest -Dpatientvault.vectors=write");
    file.put("policy", text(log.policy().text()));
    file.put("report", text(report(log, facts, INDEX).file()));
    file.put("failed", text(report(log, failed(), INDEX).file()));
    file.putArray("refused")
        .add(text(report(log, failed(), INDEX).file()))
        .add(text(report(log, facts, INDEX + 1).file()))
        .add(text(report(log, facts, INDEX + 2).file()))
        .add(text(report(log, facts, INDEX).file()).replace("Result: PASSED", "Result: FAILED"));
    refusedTexts().forEach(file.putArray("refused_texts")::add);
    return file;
  }

  private static EntryBuilder entry(EventCode event, Outcome outcome, Bytes digest) {
    return Entry.of(event, outcome)
        .actor(Samples.pattern(16, 1), new Role("admin"))
        .detail(Samples.pattern(32, 4))
        .payload(digest);
  }

  private static DrillReport report(TestLog log, DrillFacts facts, int index) {
    return new DrillReport(
        Bytes.wrap(facts.text()),
        new LogProof(
            index,
            Optional.of(Bytes.of(log.leaves.get(index))),
            InclusionProof.of(new ReferenceLog(log.hashes), index, log.leaves.size()).hashes(),
            Bytes.of(log.head)));
  }

  private static DrillFacts passed() {
    return facts(
        Map.of(DrillCount.PATIENTS, 1_000L, DrillCount.SAMPLED, 20L, DrillCount.RECORDS, 41L),
        Optional.of(reach()),
        List.of(
            new Done(DrillStep.SPACE, Result.OK, "", 1),
            new Done(DrillStep.BACKUP, Result.OK, "", 1_432),
            new Done(DrillStep.SAMPLE, Result.OK, "", 400)));
  }

  private static DrillFacts failed() {
    return facts(
        Map.of(),
        Optional.empty(),
        List.of(
            new Done(DrillStep.CHECK, Result.FAILED, "Tampered", 12),
            new Done(DrillStep.COPY, Result.SKIPPED, "", 0)));
  }

  private static DrillReach reach() {
    DrillReach.Moment made = moment(0, "2025-09-01T06:00:00Z");
    return new DrillReach(
        List.of(
            new DrillReach.Window("patient-wrap", made, moment(31, "2026-03-08T08:00:02Z")),
            new DrillReach.Window("patients", made, moment(38, "2026-03-08T08:00:03Z"))),
        1_000,
        2_050,
        3_100,
        1_200,
        new TreeMap<>(Map.of("clinical", 2_050L, "identity", 1_000L)),
        new TreeMap<>());
  }

  private static DrillReach.Moment moment(long index, String time) {
    return new DrillReach.Moment("vault.example.org/0011/2026", index, Instant.parse(time));
  }

  private static DrillFacts facts(
      Map<DrillCount, Long> counts, Optional<DrillReach> reachable, List<Done> steps) {
    return new DrillFacts(
        DrillKind.KEY_COMPROMISE,
        "00112233445566778899aabbccddeeff",
        Instant.parse("2026-03-08T08:00:00Z"),
        Optional.of("patient-wrap"),
        Optional.of("8aa5c1d07e2b4f93a6c8d1e0f4b72c55"),
        "2026-q3",
        counts,
        reachable,
        steps);
  }

  private static List<String> refusedTexts() {
    String whole = text(passed().text());
    return List.of(
        "{}",
        whole.replace("\"v\":1,", "\"v\":2,"),
        whole.replace("\"v\":1,", "\"v\":1,\"w\":1,"),
        whole.replace("\"drill\":\"key-compromise\"", "\"drill\":\"downtime\""),
        whole.replace("\"drill\":\"key-compromise\"", "\"drill\":\"restore\""),
        whole.replace("\"revisions\":3100,", ""),
        whole.replace("\"clinical\":2050", "\"Anna Meier\":2050"),
        whole.replace("\"index\":38", "\"index\":-38"),
        whole.replace("\"level\":\"patients\"", "\"level\":\"Patients\""),
        whole.replaceFirst("\"windows\":\\[.*?\\]", "\"windows\":[]"),
        whole.replace("\"passed\":true", "\"passed\":false"),
        whole.replace("\"millis\":1833", "\"millis\":1832"),
        whole.replace("\"records\":41", "\"people\":41"),
        whole.replace("\"records\":41", "\"records\":-41"),
        whole.replace("\"step\":\"space\"", "\"step\":\"coffee\""),
        whole.replace("\"why\":\"\"", "\"why\":\"Tampered\""),
        whole.replace("\"result\":\"ok\"", "\"result\":\"failed\""),
        whole.replace("\"seed\":\"2026-q3\"", "\"seed\":\"Anna Meier\""),
        whole.replace("{\"at\"", "{ \"at\""));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JsonNode node) {
    return node.textValue().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void report_isRead_proven_andWrittenAlike() {
    byte[] file = bytes(vectors.get("report"));
    DrillReport read = DrillReport.parse(file);
    assertThat(read.file()).isEqualTo(file);
    assertThat(read.facts()).isEqualTo(passed());
    assertThat(policy.isMetBy(read.verify(policy))).isTrue();
    // 1.833 s, of which the sample's 0.4 s stand for fifty times as many patients.
    assertThat(read.facts().words())
        .contains("With the records of every patient it would be about 21.433 s");
    assertThat(read.facts().words())
        .contains(
            "Reachable: patients from 2025-09-01T06:00:00Z (entry 0 of vault.example.org/0011/2026)"
                + " to 2026-03-08T08:00:03Z (entry 38 of vault.example.org/0011/2026)",
            "Records by class: clinical 2050, identity 1000");
    assertThat(DrillReport.parse(bytes(vectors.get("failed"))).facts()).isEqualTo(failed());
  }

  @Test
  void slowerThan72Hours_failed() {
    Done slow = new Done(DrillStep.COPY, Result.OK, "", DrillFacts.DUTY_MILLIS + 1);
    DrillFacts late = facts(Map.of(), Optional.empty(), List.of(slow));
    assertThat(late.passed()).isFalse();
    assertThat(late.words()).contains("Result: FAILED", "That is MORE than the 72 h (259200 s)");
  }

  @Test
  void otherFilesAndTexts_areRefused() {
    for (JsonNode each : vectors.get("refused")) {
      assertThat(isProven(bytes(each))).as(each.textValue()).isFalse();
    }
    assertThat(vectors.get("refused")).hasSize(4);
    DrillReport whole = DrillReport.parse(bytes(vectors.get("report")));
    for (JsonNode each : vectors.get("refused_texts")) {
      DrillReport other = new DrillReport(Bytes.wrap(bytes(each)), whole.proof());
      assertThat(other.text()).isNotEqualTo(whole.text());
      assertThatThrownBy(other::facts)
          .as(each.textValue())
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThat(vectors.get("refused_texts")).hasSize(refusedTexts().size());
  }

  /** A bit of each byte before the signatures, some of theirs, and what was cut. */
  @Test
  void everyChangedByte_isFound() {
    byte[] file = bytes(vectors.get("report"));
    assertThat(isProven(file)).isTrue();
    int note = text(file).lastIndexOf("\n\n");
    for (int i = 0; i < file.length; i += i < note ? 1 : 37) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << (i % 7));
      assertThat(isProven(changed)).as("byte " + i).isFalse();
    }
    for (int length = 0; length < file.length; length += 53) {
      assertThat(isProven(Arrays.copyOf(file, length))).as("length " + length).isFalse();
    }
  }

  private boolean isProven(byte[] file) {
    try {
      return policy.isMetBy(DrillReport.parse(file).verify(policy));
    } catch (VaultException.InvalidInput
        | VaultException.Tampered
        | VaultException.LimitExceeded
        | VaultException.KeyUnavailable e) {
      return false;
    }
  }
}
