package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;

class AesGcmProtectorTest {
  @Test
  void close_wipesTheKey() {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    KeyProtector protector =
        new AesGcmProtector(
            ProtectorUri.passphrase(), Bytes.of(new byte[1]), Mechanism.ARGON2ID_AES_GCM, key);

    protector.close();

    assertThat(key).containsOnly(0);
  }

  @Test
  void toString_namesTheUriOnly() {
    KeyProtector protector =
        new AesGcmProtector(
            ProtectorUri.passphrase(),
            Bytes.of(new byte[1]),
            Mechanism.ARGON2ID_AES_GCM,
            new byte[32]);

    assertThat(protector).hasToString("KeyProtector[passphrase:]");
  }
}
