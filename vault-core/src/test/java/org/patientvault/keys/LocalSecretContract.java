package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

/** What those protectors keep besides whose key comes from a secret that a person gives. */
abstract class LocalSecretContract extends ProtectorContract {
  @Test
  void theReadSecret_isWiped() {
    char[] secret = right().secret().read();
    Unlock watched = new Unlock(right().uri(), () -> secret);

    provider().create(watched).close();

    assertThat(secret).containsOnly('\0');
  }

  @Test
  void create_withAShortSecret_isRefused_andTheSecretIsWiped() {
    char[] secret = "1234567".toCharArray();

    assertThatThrownBy(() -> provider().create(new Unlock(right().uri(), () -> secret)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("1234567")
        .hasMessageContaining("8 characters");
    assertThat(secret).containsOnly('\0');
  }
}
