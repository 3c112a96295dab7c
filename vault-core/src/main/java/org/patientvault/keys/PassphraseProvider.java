package org.patientvault.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import org.patientvault.model.Bytes;

/**
 * Protects a slot with a passphrase through Argon2id.
 *
 * <p>As strong as the passphrase against who holds the file: each guess costs him what opening
 * costs here. Derives once, when it is opened.
 */
final class PassphraseProvider implements ProtectorProvider {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int memoryKib;
  private final int passes;

  PassphraseProvider() {
    this(Argon2Cost.DEFAULT_MEMORY_KIB, Argon2Cost.DEFAULT_PASSES);
  }

  PassphraseProvider(int memoryKib, int passes) {
    this.memoryKib = memoryKib;
    this.passes = passes;
  }

  @Override
  public String kind() {
    return "passphrase";
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    unlock.uri().requireOnly();
    byte[] salt = new byte[Argon2Cost.SALT_BYTES];
    RANDOM.nextBytes(salt);
    Argon2Cost cost = new Argon2Cost(memoryKib, passes, 1, Bytes.of(salt));
    return derive(unlock, cost, Passphrase.readNew(unlock.secret()));
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    unlock.uri().requireOnly();
    Argon2Cost cost = Argon2Cost.parse(parameters);
    return derive(unlock, cost, Passphrase.read(unlock.secret()));
  }

  private static KeyProtector derive(Unlock unlock, Argon2Cost cost, char[] secret) {
    byte[] utf8 = Passphrase.toUtf8(secret);
    try {
      return new AesGcmProtector(
          unlock.uri(), cost.encode(), Mechanism.ARGON2ID_AES_GCM, cost.derive(utf8));
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }
}
