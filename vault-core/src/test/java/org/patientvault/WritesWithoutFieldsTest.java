package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException.AccessDenied;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A write that names no field is about the whole record: it needs the right to all of it. */
@Tag("once")
@OnBothStores
class WritesWithoutFieldsTest {
  private static final byte[] EMPTY =
      "{\"resourceType\":\"Observation\",\"id\":\"bp\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private OneRecord one;
  private Session physician;
  private Session visitor;
  private PatientRef patient;
  private RecordKey key;

  @BeforeEach
  void aRecordAndSomebodyWithoutAnyRight(TestDatabase database) {
    one = OneRecord.in(database, folder);
    physician = one.physician;
    visitor = one.vault.as(Actor.of("v.isitor", "visitor"), Purpose.HMARKT);
    patient = one.patient;
    key = one.key;
  }

  @AfterEach
  void close() {
    one.close();
  }

  @Test
  void create_withoutFieldsAndWithoutRight_isRefused() {
    RecordKey other = RecordKey.of(patient, "Observation", "bp-2");
    assertThatThrownBy(() -> visitor.create(other, Map.of())).isInstanceOf(AccessDenied.class);
    assertThat(physician.records(patient)).hasSize(1);
  }

  @Test
  void update_withoutFieldsAndWithoutRight_isRefusedAndTellsNoRevision() {
    assertThatThrownBy(() -> visitor.update(key, 1, Map.of())).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> visitor.update(key, 7, Map.of())).isInstanceOf(AccessDenied.class);
    assertThat(physician.history(key)).hasSize(1);
  }

  @Test
  void put_ofAnEmptyResourceWithoutRight_leavesTheRecord() {
    assertThatThrownBy(() -> visitor.put(patient, EMPTY)).isInstanceOf(AccessDenied.class);
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }

  @Test
  void writesWithoutFields_byWhoMayWriteAll_areDone() {
    RecordKey other = RecordKey.of(patient, "Observation", "bp-2");
    assertThat(physician.create(other, Map.of())).isEqualTo(1);
    assertThat(physician.update(key, 1, Map.of())).isEqualTo(2);
    assertThat(physician.put(patient, EMPTY).revision()).isEqualTo(3);
    assertThat(physician.read(key).fields()).isEmpty();
  }

  @Test
  void requestThatNamesNoClass_isNeverAllowed() {
    Engine engine = one.vault.engine();
    Access access =
        new Access(engine, Actor.of("dr.lea", "physician"), Purpose.TREAT, /* emergency= */ null);
    assertThatThrownBy(
            () ->
                access.demand(
                    access.draft(EventCode.UPDATE, engine.rules()),
                    engine.rules(),
                    Set.of(),
                    each -> AccessRequest.write(access.actor.role(), access.purpose, each)))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("no class");
  }
}
