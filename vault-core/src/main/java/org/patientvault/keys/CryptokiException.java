package org.patientvault.keys;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import org.jspecify.annotations.Nullable;

/** What a PKCS#11 module answered instead of doing its work. */
final class CryptokiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long code;

  /**
   * @param name such as {@code CKR_PIN_INCORRECT}
   */
  CryptokiException(long code, String name, @Nullable Exception cause) {
    super(name, cause);
    this.code = code;
  }

  long code() {
    return code;
  }

  /** Whether another PIN is needed; none was presented well. */
  boolean isWrongPin() {
    return code == CKR_PIN_INCORRECT || code == CKR_PIN_INVALID || code == CKR_PIN_LEN_RANGE;
  }

  /**
   * Whether sessions, handles or the login are gone, so that all may be well when they are made
   * anew.
   */
  boolean isLoss() {
    return code == CKR_SESSION_HANDLE_INVALID
        || code == CKR_SESSION_CLOSED
        || code == CKR_OBJECT_HANDLE_INVALID
        || code == CKR_KEY_HANDLE_INVALID
        || code == CKR_USER_NOT_LOGGED_IN
        || code == CKR_DEVICE_REMOVED
        || code == CKR_DEVICE_ERROR
        || code == CKR_TOKEN_NOT_PRESENT
        || code == CKR_TOKEN_NOT_RECOGNIZED
        || code == CKR_SLOT_ID_INVALID
        || code == CKR_OPERATION_NOT_INITIALIZED
        || code == CKR_CRYPTOKI_NOT_INITIALIZED;
  }

  /** Whether modules say this of a lost token and of a changed ciphertext alike. */
  boolean isAmbiguous() {
    return code == CKR_GENERAL_ERROR || code == CKR_FUNCTION_FAILED;
  }

  /** The same, where it can only mean a lost token. */
  CryptokiException asLoss() {
    return new CryptokiException(CKR_DEVICE_ERROR, String.valueOf(getMessage()), this);
  }

  /** Whether the ciphertext, or the key, is not the one it was. */
  boolean isRefusedCiphertext() {
    return code == CKR_ENCRYPTED_DATA_INVALID
        || code == CKR_ENCRYPTED_DATA_LEN_RANGE
        || code == CKR_DATA_INVALID
        || code == CKR_DATA_LEN_RANGE
        || code == CKR_AEAD_DECRYPT_FAILED
        || code == CKR_SIGNATURE_INVALID;
  }
}
