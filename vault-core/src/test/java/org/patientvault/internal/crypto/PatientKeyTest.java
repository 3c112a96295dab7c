package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

class PatientKeyTest {
  @Test
  void seal_afterTheLastSafeOne_isRefused_andOpeningGoesOn() {
    GroupCipher cipher = new GroupCipher();
    PatientKey worn = new PatientKey(5, new byte[64], Integer.MAX_VALUE);
    byte[] last = cipher.seal(worn, Places.HERE, new byte[8], 8);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> cipher.seal(worn, Places.HERE, new byte[8], 8))
          .isInstanceOf(VaultException.LimitExceeded.class)
          .hasMessageContaining("key version 5")
          .hasMessageContaining("rotate");
    }
    assertThat(cipher.open(worn, Places.HERE, last, 0, last.length)).isEqualTo(new byte[8]);
  }

  @Test
  void toString_namesTheVersionOnly() {
    PatientKey key = PatientKey.random(5);

    assertThat(key)
        .hasToString("PatientKey[version 5]")
        .asString()
        .doesNotContain(HexFormat.of().formatHex(key.toArray(), 0, 2));
  }

  @Test
  void random_isNeverTheSameTwice() {
    assertThat(PatientKey.random(1).toArray()).isNotEqualTo(PatientKey.random(1).toArray());
  }

  @Test
  void version_belowOne_isRefused() {
    assertThatThrownBy(() -> PatientKey.random(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
