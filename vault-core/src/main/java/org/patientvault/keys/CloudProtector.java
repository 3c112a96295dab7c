package org.patientvault.keys;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.patientvault.keys.cloud.CloudKey;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A protector whose key stays in a key service: two bytes that say how, then what the service gave.
 *
 * <p>Each call is a request to the service. Format: docs/formats/key-hierarchy.md.
 */
final class CloudProtector implements KeyProtector {
  /** The least that the three services take: AWS KMS encrypts 4,096 bytes. */
  static final int MAX_KEYSET_BYTES = 4_096;

  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 2;
  private static final int MAX_WRAPPED_BYTES = 8_192;

  private final ProtectorUri uri;
  private final Bytes parameters;
  private final Mechanism mechanism;
  private final CloudKey key;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes {@code key} over and closes it on close. */
  CloudProtector(ProtectorUri uri, Bytes parameters, Mechanism mechanism, CloudKey key) {
    this.uri = uri;
    this.parameters = parameters;
    this.mechanism = mechanism;
    this.key = key;
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] context) {
    checkOpen();
    if (keyset.length > MAX_KEYSET_BYTES) {
      throw new VaultException.LimitExceeded(
          "a key service wraps a keyset of at most "
              + MAX_KEYSET_BYTES
              + " bytes, not of "
              + keyset.length);
    }
    byte[] ciphertext = key.encrypt(keyset, context);
    if (ciphertext.length == 0 || ciphertext.length > MAX_WRAPPED_BYTES - HEADER_BYTES) {
      throw new VaultException.KeyUnavailable(
          "the key of the slot " + uri + " wrapped to " + ciphertext.length + " bytes");
    }
    byte[] wrapped = new byte[HEADER_BYTES + ciphertext.length];
    wrapped[0] = VERSION;
    wrapped[1] = (byte) mechanism.code();
    System.arraycopy(ciphertext, 0, wrapped, HEADER_BYTES, ciphertext.length);
    return wrapped;
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    checkOpen();
    checkHeader(wrapped);
    byte[] ciphertext = Arrays.copyOfRange(wrapped, HEADER_BYTES, wrapped.length);
    byte[] keyset = key.decrypt(ciphertext, context);
    if (keyset.length > MAX_KEYSET_BYTES) {
      Arrays.fill(keyset, (byte) 0);
      throw new VaultException.KeyUnavailable(
          "the key of the slot " + uri + " opened to more than a keyset");
    }
    return keyset;
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the protector of the slot " + uri + " is closed");
    }
  }

  private void checkHeader(byte[] wrapped) {
    if (wrapped.length <= HEADER_BYTES || wrapped.length > MAX_WRAPPED_BYTES) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot " + uri + " has " + wrapped.length + " bytes");
    }
    if (wrapped[0] != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the wrapped keyset of the slot "
              + uri
              + " has version "
              + (wrapped[0] & 0xFF)
              + "; this program knows version 1");
    }
    if (wrapped[1] != mechanism.code()) {
      throw new VaultException.Tampered(
          "the wrapped keyset of the slot "
              + uri
              + " has mechanism "
              + (wrapped[1] & 0xFF)
              + " instead of "
              + mechanism.code());
    }
  }

  /**
   * Wraps and unwraps something worthless, to know that the key does both and binds the context: an
   * old server may leave out what it does not know.
   *
   * @throws VaultException.KeyUnavailable {@link Reason#UNSAFE} when another context opens it too
   */
  void prove(byte[] probe, byte[] context, byte[] otherContext) {
    byte[] wrapped = wrap(probe, context);
    if (!Arrays.equals(unwrap(wrapped, context), probe)) {
      throw new VaultException.KeyUnavailable(
          Reason.UNSAFE, "the key of " + uri + " did not give back what it wrapped", null);
    }
    if (opens(wrapped, otherContext)) {
      throw new VaultException.KeyUnavailable(
          Reason.UNSAFE,
          "the key of " + uri + " opens in any context: the service does not bind it",
          null);
    }
  }

  private boolean opens(byte[] wrapped, byte[] context) {
    try {
      unwrap(wrapped, context);
      return true;
    } catch (VaultException.KeyUnavailable e) {
      if (e.reason() != Reason.WRONG_SECRET) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public ProtectorUri uri() {
    return uri;
  }

  @Override
  public Bytes parameters() {
    return parameters;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      key.close();
    }
  }

  @Override
  public String toString() {
    return "KeyProtector[" + uri + "]";
  }
}
