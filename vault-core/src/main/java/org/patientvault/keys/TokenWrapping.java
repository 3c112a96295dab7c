package org.patientvault.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * The two layouts of what a token wrapped. Where the token has AES-GCM, it seals the keyset itself,
 * under an iv of ours. Where it has not, a fresh AES-256 key seals the keyset here, and the token's
 * RSA key wraps that one; header and wrapped key are authenticated with the context.
 *
 * <p>The first is authentic: only who may use the token makes one that opens. The second is not:
 * who has the public key can make one, for a keyset of his own. Format:
 * docs/formats/key-hierarchy.md.
 */
record TokenWrapping(Pkcs11Uri uri, TokenLogin.Session at, TokenKey key) {
  private static final int HEADER_BYTES = 2;
  private static final int LENGTH_BYTES = 2;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int LEAST_WRAPPED_KEY_BYTES = 256;

  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Refuses what cannot have been wrapped by {@code mechanism}, before any token is asked. */
  static void check(byte[] wrapped, Mechanism mechanism, ProtectorUri uri) {
    int least = HEADER_BYTES + IV_BYTES + TAG_BYTES;
    AesGcmProtector.checkHeader(wrapped, least, mechanism, uri);
    if (mechanism == Mechanism.TOKEN_RSA_OAEP) {
      int length = wrappedKeyLength(wrapped);
      if (length < LEAST_WRAPPED_KEY_BYTES || wrapped.length < least + LENGTH_BYTES + length) {
        throw new VaultException.Tampered(
            "the wrapped keyset of the slot "
                + uri
                + " is cut short: "
                + wrapped.length
                + " bytes");
      }
    }
  }

  private static int wrappedKeyLength(byte[] wrapped) {
    return Short.toUnsignedInt(ByteBuffer.wrap(wrapped).getShort(HEADER_BYTES));
  }

  byte[] wrap(byte[] keyset, byte[] context) throws CryptokiException {
    PublicKey rsa = key.publicKey();
    return rsa == null ? wrapInToken(keyset, context) : wrapHere(rsa, keyset, context);
  }

  private byte[] wrapInToken(byte[] keyset, byte[] context) throws CryptokiException {
    byte[] header = {AesGcmProtector.VERSION, (byte) key.mechanism().code()};
    byte[] iv = random(IV_BYTES);
    byte[] sealed = seal(iv, joined(header, context), keyset);
    if (sealed.length != keyset.length + TAG_BYTES) {
      throw new VaultException.KeyUnavailable(
          Reason.UNSAFE,
          "the token does not keep to the iv it is given, for its answer is "
              + (sealed.length - keyset.length - TAG_BYTES)
              + " bytes too long; give type=private in "
              + uri.uri(),
          null);
    }
    return joined(header, iv, sealed);
  }

  private byte[] seal(byte[] iv, byte[] associated, byte[] keyset) throws CryptokiException {
    try {
      return at.cryptoki().encryptGcm(at.handle(), key.handle(), iv, associated, keyset);
    } catch (CryptokiException e) {
      if (e.isLoss() || e.isAmbiguous()) {
        throw e;
      }
      throw new VaultException.KeyUnavailable(
          "the token does not encrypt with AES-GCM as it is asked to ("
              + e.getMessage()
              + "); give type=private in "
              + uri.uri(),
          e);
    }
  }

  private byte[] wrapHere(PublicKey rsa, byte[] keyset, byte[] context) {
    byte[] once = random(AesGcmProtector.KEY_BYTES);
    try {
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
      oaep.init(Cipher.ENCRYPT_MODE, rsa, OAEP);
      byte[] wrappedKey = oaep.doFinal(once);
      byte[] header =
          ByteBuffer.allocate(HEADER_BYTES + LENGTH_BYTES + wrappedKey.length)
              .put(AesGcmProtector.VERSION)
              .put((byte) key.mechanism().code())
              .putShort((short) wrappedKey.length)
              .put(wrappedKey)
              .array();
      byte[] iv = random(IV_BYTES);
      byte[] sealed = gcm(Cipher.ENCRYPT_MODE, once, iv, joined(header, context)).doFinal(keyset);
      return joined(header, iv, sealed);
    } catch (GeneralSecurityException e) {
      throw new VaultException.KeyUnavailable(
          "the Java cryptography provider failed to wrap for the slot " + uri.uri(), e);
    } finally {
      Arrays.fill(once, (byte) 0);
    }
  }

  /** What only the token can do: the keyset, or the key that {@link #finish} opens it with. */
  byte[] unwrapInToken(byte[] wrapped, byte[] context) throws CryptokiException {
    if (key.mechanism() == Mechanism.TOKEN_RSA_OAEP) {
      int start = HEADER_BYTES + LENGTH_BYTES;
      byte[] wrappedKey = Arrays.copyOfRange(wrapped, start, start + wrappedKeyLength(wrapped));
      return at.cryptoki().decryptOaep(at.handle(), key.handle(), wrappedKey);
    }
    int start = HEADER_BYTES + IV_BYTES;
    byte[] header = Arrays.copyOf(wrapped, HEADER_BYTES);
    return at.cryptoki()
        .decryptGcm(
            at.handle(),
            key.handle(),
            Arrays.copyOfRange(wrapped, HEADER_BYTES, start),
            joined(header, context),
            Arrays.copyOfRange(wrapped, start, wrapped.length));
  }

  /** The keyset, from what the token gave; wipes a key that was used once. */
  static byte[] finish(Mechanism mechanism, byte[] given, byte[] wrapped, byte[] context)
      throws GeneralSecurityException {
    if (mechanism == Mechanism.TOKEN_AES_GCM) {
      return given;
    }
    try {
      if (given.length != AesGcmProtector.KEY_BYTES) {
        throw new AEADBadTagException("the wrapped key has " + given.length + " bytes");
      }
      int ivAt = HEADER_BYTES + LENGTH_BYTES + wrappedKeyLength(wrapped);
      byte[] header = Arrays.copyOf(wrapped, ivAt);
      byte[] iv = Arrays.copyOfRange(wrapped, ivAt, ivAt + IV_BYTES);
      int start = ivAt + IV_BYTES;
      return gcm(Cipher.DECRYPT_MODE, given, iv, joined(header, context))
          .doFinal(wrapped, start, wrapped.length - start);
    } finally {
      Arrays.fill(given, (byte) 0);
    }
  }

  private static Cipher gcm(int mode, byte[] key, byte[] iv, byte[] associated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, iv));
    cipher.updateAAD(associated);
    return cipher;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }
}
