package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class LogSubjectTest {
  private static final VaultKeys KEYS = VaultKeys.generate(Places.VAULT);
  private static final Bytes TAG = Bytes.fromHex("0102030405060708090a0b0c0d0e0f10");
  private static final byte[] ENTRY = {1, 2, 3};

  private final LogSubjectWrap wrap = KEYS.logSubjectWrap();
  private final DetailCipher cipher = new DetailCipher();
  private final LogSubject subject = LogSubject.random();
  private final byte[] detail = new byte[300];

  @Test
  void random_hasANewPseudonymAndKey() {
    LogSubject other = LogSubject.random();

    assertThat(subject.pseudonym().size()).isEqualTo(16);
    assertThat(other.pseudonym()).isNotEqualTo(subject.pseudonym());
    assertThat(other.detailKey()).isNotEqualTo(subject.detailKey());
  }

  @Test
  void toString_showsThePseudonymOnly() {
    assertThat(subject)
        .asString()
        .contains(subject.pseudonym().hex())
        .doesNotContain(HexFormat.of().formatHex(subject.toArray(), 16, 20));
  }

  @Test
  void unwrap_whereItBelongs_givesPseudonymAndKey() {
    byte[] sealed = cipher.seal(subject, ENTRY, detail);

    LogSubject unwrapped = wrap.unwrap("o/2026", TAG, wrap.wrap("o/2026", TAG, subject));

    assertThat(unwrapped.pseudonym()).isEqualTo(subject.pseudonym());
    assertThat(cipher.open(unwrapped, ENTRY, sealed)).isEqualTo(detail);
  }

  @Test
  void unwrap_elsewhere_isTampered() {
    Bytes sealed = wrap.wrap("o/2026", TAG, subject);

    assertThatThrownBy(() -> wrap.unwrap("o/2027", TAG, sealed))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("o/2027");
    assertThatThrownBy(() -> wrap.unwrap("o/2026", Bytes.of(new byte[16]), sealed))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void detail_underAnotherSubjectOrEntry_isTampered() {
    byte[] sealed = cipher.seal(subject, ENTRY, detail);

    assertThatThrownBy(() -> cipher.open(LogSubject.random(), ENTRY, sealed))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> cipher.open(subject, new byte[] {1, 2, 4}, sealed))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void detail_withAnyChangedBit_isTampered() {
    byte[] sealed = cipher.seal(subject, ENTRY, new byte[10]);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> cipher.open(subject, ENTRY, changed))
          .as("bit %d", bit)
          .isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void detail_underAnotherKeyId_saysWhich() {
    byte[] sealed = cipher.seal(subject, ENTRY, detail);
    sealed[4] = 9;

    assertThatThrownBy(() -> cipher.open(subject, ENTRY, sealed))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("key 9");
  }

  @Test
  void detail_afterForgetKeys_stillOpens() {
    byte[] sealed = cipher.seal(subject, ENTRY, detail);
    cipher.forgetKeys();

    assertThat(cipher.open(subject, ENTRY, sealed)).isEqualTo(detail);
  }
}
