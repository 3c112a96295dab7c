package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.NotFound;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** What fails before it reaches the rows is in the log like everything else. */
@Tag("once")
@OnBothStores
class FailedAttemptsTest {
  private static final PatientRef NOBODY_HERE = PatientRef.parse("0123456789abcdef".repeat(2));
  private static final PatientIdentifier HERS = new PatientIdentifier("urn:clinic:mrn", "4711");
  private static final PatientIdentifier HIS = new PatientIdentifier("urn:clinic:mrn", "4712");

  private Vault vault;
  private Session session;

  @BeforeEach
  void open(TestDatabase database) {
    Unlock passphrase = QuickPassphrase.of("correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), passphrase);
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void create_forAPatientWhoIsNotThere_isLogged() {
    RecordKey key = RecordKey.of(NOBODY_HERE, "Observation", "bp-1");
    assertThatThrownBy(() -> session.create(key, Map.of("status", FieldValue.text("final"))))
        .isInstanceOf(NotFound.class);
    assertThat(newest(EventCode.FAIL)).contains("\"attempted\":\"CREATE\"");
  }

  @Test
  void put_forAPatientWhoIsNotThere_isLogged() {
    byte[] json = "{\"resourceType\":\"Basic\",\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> session.put(NOBODY_HERE, json)).isInstanceOf(NotFound.class);
    assertThat(newest(EventCode.FAIL)).contains("\"attempted\":\"CREATE\"");
  }

  @Test
  void link_toAPatientWhoIsNotThere_isRefusedAndLogged() {
    assertThatThrownBy(() -> session.link(NOBODY_HERE, HERS)).isInstanceOf(NotFound.class);
    assertThat(session.find(HERS)).isEmpty();
    assertThat(newest(EventCode.FAIL)).contains("\"attempted\":\"link\"");
  }

  @Test
  void link_ofAnothersIdentifier_tellsSoAndIsLogged() {
    session.admit(HERS);
    PatientRef he = session.admit(HIS);
    assertThat(session.link(he, HERS)).isEqualTo(1);
    assertThat(newest(EventCode.QUERY)).contains("\"4711\"").contains(he.toString());
  }

  private String newest(EventCode event) {
    List<AuditLine> lines = vault.auditTrail(Actor.of("a.udit", "auditor")).entries(0, 100);
    return lines.stream()
        .filter(line -> line.entry().event() == event)
        .reduce((earlier, later) -> later)
        .flatMap(AuditLine::detail)
        .orElseThrow();
  }
}
