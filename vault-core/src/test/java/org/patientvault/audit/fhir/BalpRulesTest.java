package org.patientvault.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.report.ReportEntry;

/** Every resource keeps to BALP where it says so: of a whole vault's life, and of every event. */
@Tag("once")
class BalpRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<ReportEntry> scripted;
  private static List<JsonNode> resources;

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    try (ScriptedVault vault = new ScriptedVault(folder)) {
      scripted = vault.entries();
    }
    AuditEventWriter writer = AuditEventWriter.of(SampleEvents.ORIGIN);
    resources = new ArrayList<>();
    for (ReportEntry entry : scripted) {
      resources.add(JSON.readTree(writer.write(entry)));
      resources.add(JSON.readTree(writer.write(pseudonymous(entry))));
    }
    for (ReportEntry entry : SampleEvents.all()) {
      resources.add(JSON.readTree(writer.write(entry)));
    }
  }

  private static ReportEntry pseudonymous(ReportEntry entry) {
    return new ReportEntry(entry.index(), entry.entry(), Optional.empty());
  }

  @TestFactory
  Stream<DynamicTest> everyResource_keepsTheRule() {
    return BalpRules.all().entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> keep(rule.getValue())));
  }

  private static void keep(Consumer<JsonNode> rule) {
    resources.forEach(
        each -> {
          try {
            rule.accept(each);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(each.toString(), e);
          }
        });
  }

  /** A rule that finds nothing would be none. */
  @Test
  void aReadCastTheWrongWayRound_isFound() {
    ObjectNode read = of("PatientRead").deepCopy();
    ObjectNode client = (ObjectNode) read.at("/agent/1/type/coding/0");
    ObjectNode server = (ObjectNode) read.at("/agent/2/type/coding/0");
    client.put("code", "110153");
    server.put("code", "110152");
    assertThatThrownBy(() -> BalpRules.clientAndServer_areCast(read))
        .isInstanceOf(AssertionError.class);
  }

  private static JsonNode of(String profile) {
    return resources.stream()
        .filter(each -> profile.equals(BalpRules.profile(each)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyProfile_isClaimedByTheEventsOfItsKind() {
    Set<String> claimed = new TreeSet<>();
    resources.forEach(each -> Optional.ofNullable(BalpRules.profile(each)).ifPresent(claimed::add));
    assertThat(claimed)
        .containsExactlyInAnyOrder(
            "PatientCreate",
            "PatientDelete",
            "PatientQuery",
            "PatientRead",
            "PatientUpdate",
            "PrivacyDisclosure.Source",
            "Query");
  }

  @Test
  void refusals_claimNothing() {
    List<JsonNode> refused =
        resources.stream().filter(each -> !each.get("outcome").asText().equals("0")).toList();
    assertThat(refused).hasSizeGreaterThan(20).allMatch(each -> BalpRules.profile(each) == null);
  }

  /** What a vault writes of itself is all in the script, but for outages and lost entries. */
  @Test
  void script_hasEveryEventThatAVaultWrites() {
    Set<EventCode> seen = EnumSet.noneOf(EventCode.class);
    scripted.forEach(each -> seen.add(each.entry().event()));
    assertThat(seen)
        .containsAll(
            List.of(
                EventCode.GENESIS,
                EventCode.READ,
                EventCode.QUERY,
                EventCode.CREATE,
                EventCode.UPDATE,
                EventCode.EXPORT,
                EventCode.DENY,
                EventCode.BTG_OPEN,
                EventCode.BTG_CLOSE,
                EventCode.LOG_READ,
                EventCode.KEY_CREATE,
                EventCode.KEY_ROTATE,
                EventCode.KEY_STATE,
                EventCode.KEY_SLOT_ADD,
                EventCode.KEY_SLOT_REMOVE,
                EventCode.CONFIG,
                EventCode.POLICY,
                EventCode.REENCRYPT,
                EventCode.BACKUP));
  }

  @Test
  void everyCode_hasAMeaning() {
    for (EventCode event : EventCode.values()) {
      Meaning meaning = Meaning.of(event);
      assertThat(meaning.type().code()).as(event.name()).isNotBlank();
      assertThat(meaning.action()).isIn('C', 'R', 'U', 'D', 'E');
    }
  }

  @Test
  void namesAndPseudonyms_standInDifferentSystems() {
    Map<String, JsonNode> byMode =
        Map.of("known", of("PatientRead"), "unknown", unknown("PatientRead"));
    assertThat(byMode.get("known").at("/agent/0/who/identifier/value").asText())
        .isEqualTo("dr.lea");
    assertThat(byMode.get("known").at("/agent/0/altId").asText()).hasSize(22);
    assertThat(byMode.get("unknown").at("/agent/0/who/identifier/system").asText())
        .isEqualTo("urn:patientvault:" + SampleEvents.ORIGIN + ":actor");
    assertThat(byMode.get("unknown").toString()).doesNotContain("dr.lea");
  }

  private static JsonNode unknown(String profile) {
    return resources.stream()
        .filter(each -> profile.equals(BalpRules.profile(each)))
        .filter(each -> !each.at("/agent/0").has("altId"))
        .findFirst()
        .orElseThrow();
  }
}
