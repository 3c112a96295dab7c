package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

class VaultKeysTest {
  private final VaultKeys keys = VaultKeys.generate(Places.VAULT);
  private final byte[] root = keys.rootBytes();

  @Test
  void open_ofWhatWasWrapped_hasTheSameKeys() {
    PatientKey key = PatientKey.random(1);
    Bytes wrapped = keys.patientWrap().wrap(Places.PATIENT, key);
    Bytes mac = keys.stateMac().mac(new byte[] {1});
    LogSubject subject = LogSubject.random();
    Bytes sealedSubject = keys.logSubjectWrap().wrap("origin", wrapped, subject);

    VaultKeys opened = VaultKeys.open(Places.VAULT, root, keys.wrapped());

    PatientKey unwrapped = opened.patientWrap().unwrap(Places.PATIENT, 1, wrapped);
    assertThat(unwrapped.toArray()).isEqualTo(key.toArray());
    opened.stateMac().verify(new byte[] {1}, mac, "the state");
    assertThat(opened.logSubjectWrap().unwrap("origin", wrapped, sealedSubject).toArray())
        .isEqualTo(subject.toArray());
    for (IndexName name : IndexName.values()) {
      assertThat(opened.index(name).tag(new byte[] {1}))
          .isEqualTo(keys.index(name).tag(new byte[] {1}));
    }
  }

  @Test
  void wrapped_namesEveryKeysetOnce_inItsFirstGeneration() {
    assertThat(keys.wrapped())
        .extracting(WrappedKeyset::name)
        .containsExactlyInAnyOrder(
            "patient-wrap",
            "detail-wrap",
            "index-seal",
            "index-patient",
            "index-record",
            "index-import",
            "index-log-subject",
            "index-log-record",
            "state-mac");
    assertThat(keys.wrapped()).extracting(WrappedKeyset::generation).containsOnly(1);
  }

  @Test
  void open_underAnotherRoot_isTampered() {
    byte[] otherRoot = VaultKeys.generate(Places.VAULT).rootBytes();

    assertTampered(Places.VAULT, otherRoot, keys.wrapped());
  }

  @Test
  void open_inAnotherVault_isTampered() {
    assertTampered(VaultId.parse("ff".repeat(16)), root, keys.wrapped());
  }

  @Test
  void open_withTwoKeysetsSwapped_isTampered() {
    List<WrappedKeyset> stored = new ArrayList<>(keys.wrapped());
    WrappedKeyset patientWrap = find(stored, "patient-wrap");
    WrappedKeyset detailWrap = find(stored, "detail-wrap");
    stored.remove(patientWrap);
    stored.remove(detailWrap);
    stored.add(new WrappedKeyset("patient-wrap", 1, detailWrap.wrapped()));
    stored.add(new WrappedKeyset("detail-wrap", 1, patientWrap.wrapped()));

    assertTampered(Places.VAULT, root, stored);
  }

  @Test
  void open_withAnOldKeysetCalledNewer_isTampered() {
    List<WrappedKeyset> stored = new ArrayList<>(keys.wrapped());
    stored.add(new WrappedKeyset("state-mac", 2, find(stored, "state-mac").wrapped()));

    assertThatThrownBy(() -> VaultKeys.open(Places.VAULT, root, stored))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("state-mac of generation 2");
  }

  @Test
  void open_withAChangedByteAnywhereInAKeyset_isTampered() {
    List<WrappedKeyset> stored = keys.wrapped();
    WrappedKeyset mac = find(stored, "state-mac");
    for (int at = 0; at < mac.wrapped().size(); at++) {
      byte[] changed = mac.wrapped().toArray();
      changed[at] ^= 1;
      List<WrappedKeyset> altered = new ArrayList<>(stored);
      altered.remove(mac);
      altered.add(new WrappedKeyset("state-mac", 1, Bytes.of(changed)));
      assertTampered(Places.VAULT, root, altered);
    }
  }

  @Test
  void open_withAKeysetMissing_isTamperedAndNamesIt() {
    List<WrappedKeyset> stored = new ArrayList<>(keys.wrapped());
    stored.remove(find(stored, "index-seal"));

    assertThatThrownBy(() -> VaultKeys.open(Places.VAULT, root, stored))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("index-seal");
  }

  @Test
  void open_withAKeysetOfANewerVersion_isUnsupported() {
    List<WrappedKeyset> stored = new ArrayList<>(keys.wrapped());
    stored.add(new WrappedKeyset("attachments", 1, Bytes.of(new byte[100])));

    assertThatThrownBy(() -> VaultKeys.open(Places.VAULT, root, stored))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("attachments");
  }

  @Test
  void open_ofRootBytesThatAreNoKeyset_isTampered() {
    for (byte[] broken :
        new byte[][] {{}, {1}, new byte[64], Arrays.copyOf(root, root.length - 1)}) {
      assertTampered(Places.VAULT, broken, keys.wrapped());
    }
  }

  @Test
  void twoVaults_shareNoKey() {
    VaultKeys other = VaultKeys.generate(Places.VAULT);

    assertThat(other.rootBytes()).isNotEqualTo(root);
    assertThat(other.index(IndexName.PATIENT).tag(new byte[] {1}))
        .isNotEqualTo(keys.index(IndexName.PATIENT).tag(new byte[] {1}));
  }

  @Test
  void patientKey_unwrappedElsewhere_isTampered() {
    Bytes wrapped = keys.patientWrap().wrap(Places.PATIENT, PatientKey.random(1));
    PatientRef other = PatientRef.parse("ff".repeat(16));

    assertThat(wrapped.size()).isEqualTo(97);
    assertThatThrownBy(() -> keys.patientWrap().unwrap(other, 1, wrapped))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> keys.patientWrap().unwrap(Places.PATIENT, 2, wrapped))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("key version 2 of patient " + Places.PATIENT);
  }

  @Test
  void patientKey_underAKeyTheKeysetDoesNotHold_saysWhich() {
    byte[] wrapped = keys.patientWrap().wrap(Places.PATIENT, PatientKey.random(1)).toArray();
    wrapped[4] = 77;

    assertThatThrownBy(() -> keys.patientWrap().unwrap(Places.PATIENT, 1, Bytes.of(wrapped)))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("key 77")
        .hasMessageContaining("patient-wrap[generation 1");
  }

  @Test
  void patientKey_thatIsNotWrappedAtAll_isTampered() {
    for (int size : new int[] {0, 1, 32, 33, 97}) {
      Bytes junk = Bytes.of(new byte[size]);
      assertThatThrownBy(() -> keys.patientWrap().unwrap(Places.PATIENT, 1, junk))
          .isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void commitment_isOfTheKeyAndItsPlace_notOfTheWrapping() {
    PatientKey key = PatientKey.random(1);
    PatientKeyWrap wrap = keys.patientWrap();
    Bytes commitment = wrap.commitment(Places.PATIENT, key);
    byte[] otherDataKey = key.toArray();
    otherDataKey[0] ^= 1;
    byte[] otherTagKey = key.toArray();
    otherTagKey[63] ^= 1;

    PatientKey again = wrap.unwrap(Places.PATIENT, 1, wrap.wrap(Places.PATIENT, key));

    assertThat(commitment.size()).isEqualTo(32);
    assertThat(wrap.commitment(Places.PATIENT, again)).isEqualTo(commitment);
    assertThat(
            List.of(
                wrap.commitment(Places.PATIENT, new PatientKey(1, otherDataKey)),
                wrap.commitment(Places.PATIENT, new PatientKey(1, otherTagKey)),
                wrap.commitment(Places.PATIENT, new PatientKey(2, key.toArray())),
                wrap.commitment(PatientRef.parse("ff".repeat(16)), key)))
        .doesNotHaveDuplicates()
        .doesNotContain(commitment);
  }

  @Test
  void stateMac_ofOtherData_isTamperedAndSaysWhat() {
    Bytes mac = keys.stateMac().mac(new byte[] {1, 2});

    assertThat(mac.size()).isEqualTo(37);
    assertThatThrownBy(() -> keys.stateMac().verify(new byte[] {1, 3}, mac, "the slot set"))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageStartingWith("the slot set was changed");
    assertThatThrownBy(
            () -> keys.stateMac().verify(new byte[] {1, 2}, Bytes.of(new byte[0]), "the slot set"))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void toString_ofAnythingNearAKey_isAnIdOrASize() {
    assertThat(keys).hasToString("VaultKeys[vault " + Places.VAULT + "]");
    assertThat(keys.wrapped().get(0)).asString().doesNotContain("0x").contains("Bytes[");
  }

  private static WrappedKeyset find(List<WrappedKeyset> stored, String name) {
    return stored.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static void assertTampered(VaultId vault, byte[] root, List<WrappedKeyset> stored) {
    assertThatThrownBy(() -> VaultKeys.open(vault, root, stored))
        .isInstanceOf(VaultException.Tampered.class);
  }
}
