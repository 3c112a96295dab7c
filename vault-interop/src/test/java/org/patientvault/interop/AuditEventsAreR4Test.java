package org.patientvault.interop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AnyEntry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.fhir.AuditEventWriter;
import org.patientvault.audit.fhir.SampleEvents;
import org.patientvault.audit.fhir.ScriptedVault;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.model.Purpose;

/** HL7's validator finds no error in any AuditEvent that we write, and warns of what we know. */
@Tag("once")
class AuditEventsAreR4Test {
  /** What it warns of, and why that stays. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "Validation_VAL_Profile_Unknown", "BALP's profiles do not come with R4",
          "Terminology_PassThrough_TX_Message", "BALP's code system for X-Request-Id neither",
          "Terminology_TX_NoValid_13",
              "its code, and those of record lifecycle, extend a value set",
          "Terminology_TX_NoValid_2_CC", "BALP's types of agents extend a value set",
          "Type_Specific_Checks_DT_String_WS", "text of a log is kept with the blanks around it",
          "http://hl7.org/fhir/StructureDefinition/DomainResource#dom-6",
              "events have no narrative");

  private static final R4Validator VALIDATOR = new R4Validator();
  private static final AuditEventWriter WRITER = AuditEventWriter.of(SampleEvents.ORIGIN);

  private static final List<ReportEntry> EVENTS = new ArrayList<>();

  @BeforeAll
  static void collect(@TempDir Path folder) {
    try (ScriptedVault vault = new ScriptedVault(folder)) {
      EVENTS.addAll(vault.entries());
    }
    EVENTS.addAll(SampleEvents.all());
    for (int seed = 0; seed < 200; seed++) {
      EVENTS.add(SampleEvents.random(seed, "Text " + seed + " \u00e9\u2028\u0001 \"<>&'{}"));
    }
    for (Purpose purpose : Purpose.values()) {
      EVENTS.add(new ReportEntry(0, AnyEntry.read(purpose), Optional.empty()));
    }
  }

  private static List<SingleValidationMessage> messages(ReportEntry event) {
    return VALIDATOR.messages(new String(WRITER.write(event), StandardCharsets.UTF_8));
  }

  @Test
  void everyEvent_hasNoErrorAndNoWarningButTheKnown() {
    Map<String, String> errors = new TreeMap<>();
    Set<String> warnings = new TreeSet<>();
    for (ReportEntry event : EVENTS) {
      for (SingleValidationMessage message : messages(event)) {
        if (isError(message)) {
          errors.putIfAbsent(
              message.getMessage(), event.entry().event() + " " + message.getLocationString());
        } else {
          warnings.add(message.getMessageId());
        }
      }
    }
    assertThat(errors).as("of " + EVENTS.size() + " resources").isEmpty();
    assertThat(warnings).isEqualTo(new TreeSet<>(KNOWN.keySet()));
  }

  private static boolean isError(SingleValidationMessage message) {
    return message.getSeverity() == ResultSeverityEnum.ERROR
        || message.getSeverity() == ResultSeverityEnum.FATAL;
  }

  /** What would be wrong is found: the test above is worth something. */
  @Test
  void aWrongCode_isAnError() {
    String json =
        new String(
            WRITER.write(new ReportEntry(0, AnyEntry.fewest(EventCode.READ), Optional.empty())),
            StandardCharsets.UTF_8);
    for (String wrong :
        List.of(
            json.replace("\"action\":\"R\"", "\"action\":\"Z\""),
            json.replace("\"outcome\":\"0\"", "\"outcome\":\"3\""),
            json.replace("\"requestor\":false,", ""),
            json.replace("\"recorded\":", "\"writtenDown\":"))) {
      assertThat(wrong).isNotEqualTo(json);
      assertThat(VALIDATOR.messages(wrong).stream().filter(AuditEventsAreR4Test::isError))
          .as(wrong)
          .isNotEmpty();
    }
  }

  @Test
  void events_areOfEveryCode() {
    assertThat(EVENTS.stream().map(each -> each.entry().event()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(EventCode.values());
  }
}
