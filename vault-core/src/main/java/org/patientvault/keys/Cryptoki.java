package org.patientvault.keys;

import java.util.List;
import java.util.Optional;

/**
 * The part of PKCS#11 that a protector needs, of one module that was loaded: slots, sessions, keys,
 * and three mechanisms.
 *
 * <p>Not safe for use by several threads within one session, nor while it is finished.
 */
interface Cryptoki {
  /** Starts the module; {@code CKR_CRYPTOKI_ALREADY_INITIALIZED} when somebody else did. */
  void initialize() throws CryptokiException;

  /** Ends the module: every session of this process dies. */
  void finish() throws CryptokiException;

  /** Every token that is there and answers. */
  List<Token> tokens() throws CryptokiException;

  /** Whether a token's mechanism may be used for {@code flag}, such as {@code CKF_ENCRYPT}. */
  boolean offers(long slot, long mechanism, long flag) throws CryptokiException;

  long openSession(long slot, boolean writable) throws CryptokiException;

  void closeSession(long session) throws CryptokiException;

  /** Logs the whole process in to the session's token. */
  void login(long session, char[] pin) throws CryptokiException;

  void logout(long session) throws CryptokiException;

  /** The handles of what has all of {@code template}, at most {@code limit}. */
  long[] find(long session, List<Attribute> template, int limit) throws CryptokiException;

  /** One attribute: a Long, a Boolean, a char[] or a byte[]; empty when the object has none. */
  Optional<Object> attribute(long session, long object, long type) throws CryptokiException;

  long generateKey(long session, long mechanism, List<Attribute> template) throws CryptokiException;

  /** The handles of the public and the private key. */
  long[] generateKeyPair(
      long session, long mechanism, List<Attribute> publicKey, List<Attribute> privateKey)
      throws CryptokiException;

  void destroy(long session, long object) throws CryptokiException;

  /** AES-GCM with a tag of 16 bytes behind the ciphertext. */
  byte[] encryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] plain)
      throws CryptokiException;

  /** The reverse of {@link #encryptGcm}. */
  byte[] decryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] sealed)
      throws CryptokiException;

  /** RSA-OAEP with SHA-256, MGF1 with SHA-256, and no label. */
  byte[] decryptOaep(long session, long key, byte[] wrapped) throws CryptokiException;

  /** A token in a slot, as it describes itself, without the blanks behind each text. */
  record Token(
      long slot, String label, String serial, String manufacturer, String model, long flags) {
    boolean has(long flag) {
      return (flags & flag) != 0;
    }

    /** Whether it is the same token, though perhaps in another slot. */
    boolean is(Token other) {
      return label.equals(other.label)
          && serial.equals(other.serial)
          && manufacturer.equals(other.manufacturer)
          && model.equals(other.model);
    }
  }

  /** One attribute of a template. */
  record Attribute(long type, Object value) {}
}
