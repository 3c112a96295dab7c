package org.patientvault.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Protects a slot with a passphrase through Argon2id.
 *
 * <p>As strong as the passphrase against who holds the file: each guess costs him what opening
 * costs here. Derives once, when it is opened.
 */
final class PassphraseProvider implements ProtectorProvider {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String MEMORY = "memory-mib";
  private static final String PASSES = "passes";

  /** What OWASP's password storage page asks for at the least. */
  private static final int LEAST_MIB = 19;

  private static final int LEAST_PASSES = 2;
  private static final int KIB = 1024;

  @Override
  public String kind() {
    return "passphrase";
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    byte[] salt = new byte[Argon2Cost.SALT_BYTES];
    RANDOM.nextBytes(salt);
    Argon2Cost cost = cost(unlock.uri(), Bytes.of(salt));
    return derive(cost, Passphrase.readNew(unlock.secret()));
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    unlock.uri().requireOnly(MEMORY, PASSES);
    Argon2Cost cost = Argon2Cost.parse(parameters);
    return derive(cost, Passphrase.read(unlock.secret()));
  }

  private static Argon2Cost cost(ProtectorUri uri, Bytes salt) {
    uri.requireOnly(MEMORY, PASSES);
    int mib =
        uri.parameter(MEMORY).map(Integer::parseInt).orElse(Argon2Cost.DEFAULT_MEMORY_KIB / KIB);
    int passes = uri.parameter(PASSES).map(Integer::parseInt).orElse(Argon2Cost.DEFAULT_PASSES);
    if (mib < LEAST_MIB || passes < LEAST_PASSES) {
      throw new VaultException.InvalidInput(
          "a passphrase slot takes at least " + LEAST_MIB + " MiB and " + LEAST_PASSES + " passes");
    }
    return new Argon2Cost(mib * KIB, passes, 1, salt);
  }

  private static KeyProtector derive(Argon2Cost cost, char[] secret) {
    byte[] utf8 = Passphrase.toUtf8(secret);
    try {
      return new AesGcmProtector(
          ProtectorUri.passphrase(), cost.encode(), Mechanism.ARGON2ID_AES_GCM, cost.derive(utf8));
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }
}
