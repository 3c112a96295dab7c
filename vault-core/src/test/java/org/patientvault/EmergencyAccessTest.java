package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.AccessDenied;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * What breaking the glass gives, and what it does not. The shipped policy lets a nurse see
 * sensitive fields, and use purpose ETREAT, in an emergency only.
 */
@Tag("once")
@OnBothStores
class EmergencyAccessTest {
  private static final String REASON = "unconscious, no history known";

  private final WatchForTests watch = new WatchForTests();
  private Vault vault;
  private Session nurse;
  private RecordKey lab;
  private RecordKey othersLab;

  @BeforeEach
  void twoPatientsWithSensitiveFields(TestDatabase database) {
    vault =
        Vault.create(
            database.location(),
            QuickPassphrase.of("correct horse battery"::toCharArray),
            VaultOptions.defaults().withClock(watch));
    lab = sensitive("4711");
    othersLab = sensitive("4712");
    nurse = vault.as(Actor.of("n.kim", "nurse"), Purpose.TREAT);
  }

  private RecordKey sensitive(String number) {
    Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    PatientRef patient = physician.admit(new PatientIdentifier("urn:clinic:mrn", number));
    RecordKey key = RecordKey.of(patient, "SubstanceUse", "s1");
    physician.create(key, Map.of("finding", FieldValue.text("opioids")));
    return key;
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void withoutEmergency_isRefused() {
    assertThatThrownBy(() -> nurse.read(lab)).isInstanceOf(AccessDenied.class);
  }

  @Test
  void open_releasesThisPatientsFieldsOnly() {
    try (EmergencyAccess window = nurse.breakGlass(lab.patient(), REASON)) {
      assertThat(window.session().read(lab).get("finding").asText()).isEqualTo("opioids");
      assertThatThrownBy(() -> window.session().read(othersLab)).isInstanceOf(AccessDenied.class);
      assertThatThrownBy(() -> nurse.read(lab)).isInstanceOf(AccessDenied.class);
    }
  }

  @Test
  void closed_endsTheRightOfASessionThatIsStillHeld() {
    EmergencyAccess window = nurse.breakGlass(lab.patient(), REASON);
    Session held = window.session();
    window.close();
    assertThatThrownBy(() -> held.read(lab)).isInstanceOf(AccessDenied.class);
  }

  @Test
  void afterItsTime_ends() {
    try (EmergencyAccess window = nurse.breakGlass(lab.patient(), REASON)) {
      watch.pass(Duration.ofHours(4).minusSeconds(1));
      assertThat(window.session().read(lab).revision()).isEqualTo(1);
      watch.pass(Duration.ofSeconds(1));
      assertThatThrownBy(() -> window.session().read(lab)).isInstanceOf(AccessDenied.class);
    }
  }

  @Test
  void breakGlassRulesForWritingAndSearching_holdToo() {
    Session emergency = vault.as(Actor.of("n.kim", "nurse"), Purpose.ETREAT);
    try (EmergencyAccess window = emergency.breakGlass(lab.patient(), REASON)) {
      Session session = window.session();
      assertThat(session.records(lab.patient())).hasSize(1);
      assertThat(session.update(lab, 1, Map.of("finding", FieldValue.text("none")))).isEqualTo(2);
      assertThat(session.history(lab)).hasSize(2);
      assertThatThrownBy(() -> session.records(othersLab.patient()))
          .isInstanceOf(AccessDenied.class);
    }
    assertThatThrownBy(() -> emergency.records(lab.patient())).isInstanceOf(AccessDenied.class);
  }

  @Test
  void log_tellsTheReasonAndMarksWhatTheEmergencyAllowed() {
    EmergencyAccess window = nurse.breakGlass(lab.patient(), REASON);
    window.session().read(lab);
    window.close();
    window.close();
    List<AuditLine> lines =
        vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 100).stream()
            .filter(line -> line.detail().orElse("").contains(window.id()))
            .toList();
    assertThat(lines)
        .extracting(line -> line.entry().event().name())
        .containsExactly("BTG_OPEN", "READ", "BTG_CLOSE");
    assertThat(lines).extracting(line -> line.entry().purpose()).containsOnly(Purpose.BTG);
    assertThat(lines.get(0).detail().orElseThrow()).contains(REASON);
  }

  @Test
  void shortReason_isRefusedAtTheDoor() {
    assertThatThrownBy(() -> nurse.breakGlass(lab.patient(), " urgent "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A clock that stands still until it is told otherwise. */
  private static final class WatchForTests extends Clock {
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
