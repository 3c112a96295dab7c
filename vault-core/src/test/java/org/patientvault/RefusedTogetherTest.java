package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * A read of several patients that fails at one of them has told of those before: which of two
 * refusals comes says whether a record is there. So each of them gets an entry.
 */
@Tag("once")
@OnBothStores
class RefusedTogetherTest {
  private Vault vault;
  private Session physician;
  private PatientRef her;
  private PatientRef his;

  @BeforeEach
  void twoPatients(TestDatabase database) {
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    her = physician.admit(new PatientIdentifier("urn:mrn", "1"));
    his = physician.admit(new PatientIdentifier("urn:mrn", "2"));
    physician.create(condition(her), Map.of("code", FieldValue.text("x")));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void readAll_thatFailsAtTheSecondPatient_isInTheLogOfBoth() {
    assertThatThrownBy(() -> physician.readAll(List.of(condition(her), condition(his))))
        .isInstanceOf(VaultException.NotFound.class);
    assertThat(refusals()).hasSize(2);
    assertThat(refusals().get(0)).contains("\"patient\":\"" + her + "\"").contains("Condition");
    assertThat(refusals().get(1)).contains("\"patient\":\"" + his + "\"");
  }

  @Test
  void readAll_thatFailsAtTheFirstPatient_tellsNothingOfTheSecond() {
    assertThatThrownBy(() -> physician.readAll(List.of(condition(his), condition(her))))
        .isInstanceOf(VaultException.NotFound.class);
    assertThat(refusals()).hasSize(1);
    assertThat(refusals().get(0)).contains("\"patient\":\"" + his + "\"");
  }

  private List<String> refusals() {
    return vault.auditTrail(Actor.of("a.udit", "auditor")).entries(0, 100).stream()
        .filter(line -> line.entry().event() == EventCode.DENY)
        .map(line -> line.detail().orElseThrow())
        .toList();
  }

  private static RecordKey condition(PatientRef patient) {
    return RecordKey.of(patient, "Condition", "c1");
  }
}
