package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.DrillFacts.Done;
import org.patientvault.audit.DrillFacts.Result;
import org.patientvault.foreign.ForeignDrill;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/drill-report.json, and every changed byte of a report: read and judged alike
 * by the product and by a second reader, which has its words from the page. A signature is random:
 * written anew, the file differs.
 */
@Tag("once")
class DrillReportVectorsTest {
  private final ForeignDrill second = ForeignDrill.ofPage();
  private JsonNode vectors;
  private byte[] policy;

  DrillReportVectorsTest() throws IOException {}

  @BeforeEach
  void theFile() throws IOException {
    vectors =
        VectorsFile.read(
            "drill-report.json", "drill-report.md", DrillReportVectorsTest.class, this::make);
    policy = VectorsFile.bytes(vectors.get("policy"));
  }

  private void make(ObjectNode file) {
    TestDrill drill = new TestDrill();
    file.put("policy", VectorsFile.text(drill.log.policy().text()));
    file.put("report", VectorsFile.text(drill.report.file()));
    file.put("failed", VectorsFile.text(drill.failedReport().file()));
    VectorsFile.put(file, "refused", drill.refused());
    ArrayNode texts = file.putArray("texts");
    for (DrillFacts facts : TestDrill.all()) {
      ObjectNode each = texts.addObject().put("text", VectorsFile.text(facts.text()));
      facts.words().forEach(each.putArray("words")::add);
    }
    VectorsFile.put(file, "refused_texts", TestDrill.refusedTexts());
  }

  private DrillFacts facts(byte[] text) {
    LogProof proof = DrillReport.parse(VectorsFile.bytes(vectors.get("report"))).proof();
    return new DrillReport(Bytes.wrap(text), proof).facts();
  }

  private static List<String> lines(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }

  @Test
  void texts_areReadAlike_andHaveTheSameWords() throws Exception {
    for (JsonNode each : vectors.get("texts")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      DrillFacts read = facts(text);
      assertThat(read.text()).isEqualTo(text);
      assertThat(read.words()).isEqualTo(lines(each.get("words")));
      assertThat(second.words(text)).isEqualTo(read.words());
    }
    assertThat(vectors.get("texts")).hasSize(TestDrill.all().size());
  }

  @Test
  void reports_areReadAlike_andProven() throws Exception {
    TrustPolicy keys = TrustPolicy.parse(policy);
    for (String name : List.of("report", "failed")) {
      byte[] file = VectorsFile.bytes(vectors.get(name));
      DrillReport read = DrillReport.parse(file);
      assertThat(read.file()).isEqualTo(file);
      assertThat(keys.isMetBy(read.verify(keys))).isTrue();
      assertThat(second.read(file, policy)).isEqualTo(read.facts().words());
    }
    // 1.833 s, of which the sample's 0.4 s stand for fifty times as many patients.
    assertThat(TestDrill.passed().words())
        .contains(
            "With the records of every patient it would be about 21.433 s",
            "Reachable: patients from 2025-09-01T06:00:00Z (entry 0 of vault.example.org/0011/2026)"
                + " to 2026-03-08T08:00:03Z (entry 38 of vault.example.org/0011/2026)",
            "Records by class: ? 1, clinical 2050, identity 1000");
  }

  @Test
  void slowerThan72Hours_failed() {
    Done slow = new Done(DrillStep.COPY, Result.OK, "", DrillFacts.DUTY_MILLIS + 1);
    DrillFacts late = TestDrill.renewed(Map.of(), Optional.empty(), List.of(slow));
    assertThat(late.passed()).isFalse();
    assertThat(late.words()).contains("Result: FAILED", "That is MORE than the 72 h (259200 s)");
  }

  @Test
  void otherTexts_areRefusedByBoth() {
    for (JsonNode each : vectors.get("refused_texts")) {
      byte[] text = VectorsFile.bytes(each.get("text"));
      String why = each.get("why").textValue();
      assertThatThrownBy(() -> facts(text)).as(why).isInstanceOf(VaultException.InvalidInput.class);
      assertThatThrownBy(() -> second.words(text)).as(why).isInstanceOf(ForeignRefusal.class);
    }
    assertThat(vectors.get("refused_texts")).hasSize(TestDrill.refusedTexts().size());
  }

  @Test
  void otherReports_areRefusedByBoth() throws Exception {
    for (JsonNode each : vectors.get("refused")) {
      judge(VectorsFile.bytes(each.get("text")), each.get("why").textValue());
    }
    assertThat(vectors.get("refused")).hasSize(new TestDrill().refused().size());
  }

  @Test
  void fileOfManyShortLines_isRefused() {
    String lines = "patientvault-drill-report v1\n\n" + "a\n".repeat(70_000) + "\n{}\n\n";
    byte[] file = lines.getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> DrillReport.parse(file))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  /** A bit of each byte before the signatures, some of theirs, and what was cut. */
  @Test
  void everyChangedByte_isJudgedAlike() throws Exception {
    byte[] file = VectorsFile.bytes(vectors.get("report"));
    int note = VectorsFile.text(file).lastIndexOf("\n\n");
    for (int i = 0; i < file.length; i += i < note ? 1 : 97) {
      byte[] changed = file.clone();
      changed[i] ^= (byte) (1 << (i % 7));
      judge(changed, "byte " + i);
    }
    for (int length = 0; length < file.length; length += 97) {
      judge(Arrays.copyOf(file, length), "length " + length);
    }
  }

  private void judge(byte[] other, String why) throws GeneralSecurityException {
    assertThat(isProven(other)).as(why).isFalse();
    assertThat(isProvenByTheSecond(other)).as(why).isFalse();
  }

  private boolean isProven(byte[] file) {
    try {
      TrustPolicy keys = TrustPolicy.parse(policy);
      return keys.isMetBy(DrillReport.parse(file).verify(keys));
    } catch (VaultException.InvalidInput
        | VaultException.UnsupportedFormat
        | VaultException.Tampered
        | VaultException.LimitExceeded
        | VaultException.KeyUnavailable e) {
      return false;
    }
  }

  private boolean isProvenByTheSecond(byte[] file) throws GeneralSecurityException {
    try {
      return second.read(file, policy) != null;
    } catch (ForeignRefusal e) {
      return false;
    }
  }
}
