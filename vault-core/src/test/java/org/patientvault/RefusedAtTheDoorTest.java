package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** What no request can mean is the caller's mistake, told before anything is decided or logged. */
@OnBothStores
@Tag("once")
class RefusedAtTheDoorTest {
  @TempDir Path folder;
  private OneRecord one;
  private Session physician;
  private PatientRef patient;

  @BeforeEach
  void aRecord(TestDatabase database) {
    one = OneRecord.in(database, folder);
    physician = one.physician;
    patient = one.patient;
  }

  @AfterEach
  void close() {
    one.close();
  }

  /** Beside the record's own they would stand twice in its JSON; {@code *} names no field. */
  @ParameterizedTest
  @ValueSource(strings = {"id", "resourceType", "*"})
  void fieldNameThatTheRecordKeepsForItself_isNotWritten(String name) {
    Map<String, FieldValue> fields = Map.of(name, FieldValue.text("other"));
    RecordKey other = RecordKey.of(patient, "Observation", "b2");
    assertThatThrownBy(() -> physician.create(other, fields))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> physician.update(one.key, 1, fields))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(physician.read(one.key).json())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"resourceType\":\"Observation\",\"id\":\"bp\",\"valueString\":\"120/80\"}");
  }

  @Test
  void memberWithTheNameOfAllOthers_isNotPut() {
    byte[] json =
        "{\"resourceType\":\"Basic\",\"id\":\"1\",\"*\":1}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> physician.put(patient, json))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void reasonWithBrokenUnicode_opensNoEmergency() {
    assertThatThrownBy(() -> physician.breakGlass(patient, "emergency \uD800 now"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unicode");
  }

  @Test
  void entriesFromAnIndexThatNoLogReaches_areNotAskedFor() {
    AuditTrail trail = one.vault.auditTrail(Actor.of("a.udit", "auditor"));
    long most = (1L << 53) - 1;
    assertThat(trail.entries(most, 1)).isEmpty();
    assertThatThrownBy(() -> trail.entries(most + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trail.entries(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
