package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

class GroupCipherTest {
  private final GroupCipher cipher = new GroupCipher();
  private final PatientKey key = PatientKey.random(7);
  private final byte[] text = "penicillin allergy".getBytes(StandardCharsets.UTF_8);

  @Test
  void open_whereItWasSealed_givesThePlaintext() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);

    assertThat(cipher.open(key, Places.HERE, sealed, 0, sealed.length)).isEqualTo(text);
    assertThat(sealed).hasSize(text.length + GroupCipher.OVERHEAD_BYTES);
  }

  @Test
  void seal_ofAPart_leavesTheRestOut() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, 10);

    assertThat(cipher.open(key, Places.HERE, sealed, 0, sealed.length))
        .isEqualTo(Arrays.copyOf(text, 10));
  }

  @Test
  void open_insideABody_readsOnlyItsOwnBytes() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);
    byte[] body = new byte[sealed.length + 20];
    System.arraycopy(sealed, 0, body, 13, sealed.length);

    assertThat(cipher.open(key, Places.HERE, body, 13, sealed.length)).isEqualTo(text);
  }

  @Test
  void seal_ofNothing_opensToNothing() {
    byte[] sealed = cipher.seal(key, Places.HERE, new byte[0], 0);

    assertThat(sealed).hasSize(33);
    assertThat(cipher.open(key, Places.HERE, sealed, 0, sealed.length)).isEmpty();
  }

  @Test
  void stockTink_opensOurs() throws Exception {
    Aead tink = StockTink.aead(key);

    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);

    assertThat(tink.decrypt(sealed, StockTink.associatedData(Places.HERE, key))).isEqualTo(text);
  }

  @Test
  void open_opensStockTinks() throws Exception {
    Aead tink = StockTink.aead(key);

    byte[] sealed = tink.encrypt(text, StockTink.associatedData(Places.HERE, key));

    assertThat(cipher.open(key, Places.HERE, sealed, 0, sealed.length)).isEqualTo(text);
  }

  @Test
  void open_withTheKeyOfAnotherVersion_namesBothVersions() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);

    assertThatThrownBy(
            () -> cipher.open(PatientKey.random(8), Places.HERE, sealed, 0, sealed.length))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("key version 7")
        .hasMessageContaining("version 8");
  }

  @Test
  void open_withAnotherKeyOfTheSameVersion_isTampered() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);

    assertThatThrownBy(
            () -> cipher.open(PatientKey.random(7), Places.HERE, sealed, 0, sealed.length))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining(Places.HERE.record().toString());
  }

  @Test
  void open_failing_namesNeitherTypeNorGroup() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);
    sealed[20] ^= 1;

    assertThatThrownBy(() -> cipher.open(key, Places.HERE, sealed, 0, sealed.length))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageNotContaining(Places.HERE.group().value())
        .hasMessageNotContaining(Places.HERE.type().value())
        .hasMessageContaining("revision 3");
  }

  @Test
  void open_ofAShortValue_saysItsSize() {
    for (int length = 0; length < 33; length++) {
      byte[] shortened = Arrays.copyOf(new byte[] {1, 0, 0, 0, 7}, length);
      assertThatThrownBy(() -> cipher.open(key, Places.HERE, shortened, 0, shortened.length))
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageContaining(shortened.length + " bytes");
    }
  }

  @Test
  void open_ofAnotherFormat_saysTheFirstByte() {
    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);
    sealed[0] = 2;

    assertThatThrownBy(() -> cipher.open(key, Places.HERE, sealed, 0, sealed.length))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("starts with byte 2");
  }

  @Test
  void open_afterAFailure_stillOpensWhatIsWhole() {
    byte[] whole = cipher.seal(key, Places.HERE, text, text.length);
    byte[] broken = whole.clone();
    broken[broken.length - 1] ^= 1;

    assertThatThrownBy(() -> cipher.open(key, Places.HERE, broken, 0, broken.length))
        .isInstanceOf(VaultException.Tampered.class);
    assertThat(cipher.open(key, Places.HERE, whole, 0, whole.length)).isEqualTo(text);
  }

  @Test
  void seal_afterForgetKeys_goesOn() {
    cipher.seal(key, Places.HERE, text, text.length);
    cipher.forgetKeys();

    byte[] sealed = cipher.seal(key, Places.HERE, text, text.length);

    assertThat(cipher.open(key, Places.HERE, sealed, 0, sealed.length)).isEqualTo(text);
  }

  @Test
  void checkDummy_ofADummy_passes_andOfAGroup_doesNot() {
    Bytes tag = Bytes.fromHex("0102030405060708");
    VaultId vault = Places.HERE.vault();
    PatientRef patient = Places.HERE.patient();
    RecordRef record = Places.HERE.record();
    byte[] dummy = cipher.sealDummy(key, vault, patient, record, 3, tag, 96);
    byte[] group = cipher.seal(key, Places.HERE, new byte[96], 96);

    cipher.checkDummy(key, vault, patient, record, 3, tag, dummy);

    assertThat(dummy).hasSameSizeAs(group);
    assertThatThrownBy(() -> cipher.checkDummy(key, vault, patient, record, 3, tag, group))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> cipher.open(key, Places.HERE, dummy, 0, dummy.length))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void sealDummy_withATagOfAnotherSize_isRefused() {
    Bytes tag = Bytes.fromHex("01");

    assertThatThrownBy(
            () ->
                cipher.sealDummy(
                    key,
                    Places.HERE.vault(),
                    Places.HERE.patient(),
                    Places.HERE.record(),
                    1,
                    tag,
                    32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tags_areTheSameForOneRecordAndGroup_andDifferElsewhere() {
    RecordRef elsewhere = RecordRef.parse("ffffffffffffffffffffffffffffffff");
    GroupName clinical = new GroupName("clinical");

    Bytes tag = cipher.tags(key, Places.HERE.record()).of(clinical);

    assertThat(cipher.tags(key, Places.HERE.record()).of(clinical)).isEqualTo(tag);
    assertThat(tag.size()).isEqualTo(GroupTags.SIZE_BYTES);
    assertThat(cipher.tags(key, Places.HERE.record()).of(new GroupName("contact")))
        .isNotEqualTo(tag);
    assertThat(cipher.tags(key, elsewhere).of(clinical)).isNotEqualTo(tag);
    assertThat(cipher.tags(PatientKey.random(7), Places.HERE.record()).of(clinical))
        .isNotEqualTo(tag);
  }
}
