package org.patientvault.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * Wraps to a recipient's X-Wing public key, each time under a fresh key; unwraps only where the
 * private half is there too.
 *
 * <p>Confidential as long as one of X25519 and ML-KEM-768 holds. Says nothing of who wrapped:
 * anybody can wrap to a public key, so a slot is believed because the vault's state seal covers it.
 * Format: docs/formats/key-hierarchy.md, "Recovery".
 */
final class XWingProtector implements KeyProtector {
  static final int SEED_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 2;
  private static final int ENCAPSULATION_BYTES = 1120;
  private static final int IV_START = HEADER_BYTES + ENCAPSULATION_BYTES;
  private static final int IV_BYTES = 12;
  private static final int SEALED_START = IV_START + IV_BYTES;
  private static final int TAG_BYTES = 16;
  private static final byte[] PURPOSE = "PVrc1".getBytes(StandardCharsets.US_ASCII);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ProtectorUri uri;
  private final RecoveryRecipient recipient;
  private final byte @Nullable [] seed;
  private boolean closed;

  /** Takes {@code seed} over and wipes it on close; without one it only wraps. */
  XWingProtector(ProtectorUri uri, RecoveryRecipient recipient, byte @Nullable [] seed) {
    this.uri = uri;
    this.recipient = recipient;
    this.seed = seed;
  }

  @Override
  public synchronized byte[] wrap(byte[] keyset, byte[] context) {
    checkOpen();
    byte[] wrapped = new byte[SEALED_START + keyset.length + TAG_BYTES];
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    wrapped[0] = VERSION;
    wrapped[1] = (byte) Mechanism.XWING_AES_GCM.code();
    System.arraycopy(iv, 0, wrapped, IV_START, IV_BYTES);
    try {
      byte[] secret = encapsulated(wrapped);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, secret, wrapped, context);
      cipher.doFinal(keyset, 0, keyset.length, wrapped, SEALED_START);
      return wrapped;
    } catch (GeneralSecurityException | DestroyFailedException | RuntimeException e) {
      throw new VaultException.KeyUnavailable(
          "nothing can be wrapped for the slot " + uri + ": its public key is of no use", e);
    }
  }

  /** The shared secret of a fresh encapsulation, which is put into {@code wrapped}. */
  private byte[] encapsulated(byte[] wrapped) throws DestroyFailedException {
    SecretWithEncapsulation fresh =
        new XWingKEMGenerator(RANDOM).generateEncapsulated(recipient.encryptionKey());
    System.arraycopy(fresh.getEncapsulation(), 0, wrapped, HEADER_BYTES, ENCAPSULATION_BYTES);
    byte[] secret = fresh.getSecret();
    fresh.destroy();
    return secret;
  }

  @Override
  public synchronized byte[] unwrap(byte[] wrapped, byte[] context) {
    checkOpen();
    checkHeader(wrapped);
    if (seed == null) {
      throw new VaultException.KeyUnavailable(
          "the slot " + uri + " opens with its recovery key alone, which is kept elsewhere");
    }
    try {
      byte[] secret = decapsulated(seed, wrapped);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, secret, wrapped, context);
      return cipher.doFinal(wrapped, SEALED_START, wrapped.length - SEALED_START);
    } catch (AEADBadTagException e) {
      throw new VaultException.KeyUnavailable(
          Reason.WRONG_SECRET,
          "the slot "
              + uri
              + " did not open: "
              + Mechanism.XWING_AES_GCM.likelyCause()
              + ", or a changed slot",
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.KeyUnavailable("the slot " + uri + " cannot be unwrapped", e);
    }
  }

  private static byte[] decapsulated(byte[] seed, byte[] wrapped) {
    XWingKEMExtractor extractor = new XWingKEMExtractor(new XWingPrivateKeyParameters(seed));
    return extractor.extractSecret(Arrays.copyOfRange(wrapped, HEADER_BYTES, IV_START));
  }

  private Cipher cipher(int mode, byte[] secret, byte[] wrapped, byte[] context)
      throws GeneralSecurityException {
    byte[] key = key(secret, context);
    Arrays.fill(secret, (byte) 0);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec spec = new GCMParameterSpec(8 * TAG_BYTES, wrapped, IV_START, IV_BYTES);
    cipher.init(mode, new SecretKeySpec(key, "AES"), spec);
    Arrays.fill(key, (byte) 0);
    cipher.updateAAD(wrapped, 0, IV_START);
    cipher.updateAAD(context);
    return cipher;
  }

  private byte[] key(byte[] secret, byte[] context) {
    byte[] fingerprint = recipient.fingerprint().toArray();
    byte[] info = Arrays.copyOf(PURPOSE, PURPOSE.length + fingerprint.length + context.length);
    System.arraycopy(fingerprint, 0, info, PURPOSE.length, fingerprint.length);
    System.arraycopy(context, 0, info, PURPOSE.length + fingerprint.length, context.length);
    return hkdf(secret, info, AesGcmProtector.KEY_BYTES);
  }

  /** HKDF-SHA-256 (RFC 5869) without a salt; the caller wipes the answer. */
  static byte[] hkdf(byte[] secret, byte[] info, int sizeBytes) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, null, info));
    byte[] derived = new byte[sizeBytes];
    generator.generateBytes(derived, 0, sizeBytes);
    return derived;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the protector of the slot " + uri + " is closed");
    }
  }

  private void checkHeader(byte[] wrapped) {
    if (wrapped.length < SEALED_START + TAG_BYTES) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot " + uri + " is cut short: " + wrapped.length + " bytes");
    }
    if (wrapped[0] != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the wrapped keyset of the slot "
              + uri
              + " has version "
              + (wrapped[0] & 0xFF)
              + "; this program knows version 1");
    }
    if (wrapped[1] != Mechanism.XWING_AES_GCM.code()) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot "
              + uri
              + " has mechanism "
              + (wrapped[1] & 0xFF)
              + " instead of "
              + Mechanism.XWING_AES_GCM.code());
    }
  }

  @Override
  public ProtectorUri uri() {
    return uri;
  }

  @Override
  public Bytes parameters() {
    return recipient.slotParameters();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (seed != null) {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "KeyProtector[" + uri + "]";
  }
}
