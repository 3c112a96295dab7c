package org.patientvault.keys;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import iaik.pkcs.pkcs11.wrapper.CK_C_INITIALIZE_ARGS;
import iaik.pkcs.pkcs11.wrapper.CK_GCM_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_TOKEN_INFO;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.xipki.pkcs11.wrapper.Logger;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.StaticLogger;

/**
 * PKCS#11 through ipkcs11wrapper; nothing else touches that library.
 *
 * <p>Uses its lower layer, for the upper one logs handles and templates and keeps state of its own.
 * Its native part is copied to {@code java.io.tmpdir} and loaded from there.
 */
final class XipkiCryptoki implements Cryptoki {
  private static final long TAG_BITS = 128;

  static {
    // Before the first use: it prints banners to standard output otherwise.
    StaticLogger.setLogger(new Silence());
  }

  private final PKCS11 module;
  private final @Nullable String reserved;

  private XipkiCryptoki(PKCS11 module, @Nullable String reserved) {
    this.module = module;
    this.reserved = reserved;
  }

  /**
   * Loads a module into this process: its code runs as ours.
   *
   * @param reserved what NSS wants to be told when it is initialised, else null
   * @throws NoClassDefFoundError when ipkcs11wrapper is missing
   * @throws VaultException.KeyUnavailable when it, or the module, cannot be loaded
   */
  static Cryptoki load(Path path, @Nullable String reserved) {
    try {
      PKCS11 module = PKCS11Module.getInstance(path.toString()).getPKCS11Module();
      return new XipkiCryptoki(module, reserved);
    } catch (IOException e) {
      throw new VaultException.KeyUnavailable(
          "the PKCS#11 module " + path + " cannot be loaded: it is no such library", e);
    } catch (UnsatisfiedLinkError e) {
      throw new VaultException.KeyUnavailable(
          "the native part of ipkcs11wrapper cannot be loaded from "
              + System.getProperty("java.io.tmpdir")
              + "; where that folder is mounted noexec, name another with"
              + " -DPKCS11_TEMP_DIR=FOLDER",
          e);
    }
  }

  @Override
  public void initialize() throws CryptokiException {
    CK_C_INITIALIZE_ARGS arguments = new CK_C_INITIALIZE_ARGS();
    arguments.flags = CKF_OS_LOCKING_OK;
    arguments.pReserved = reserved == null ? null : reserved.toCharArray();
    run(() -> module.C_Initialize(arguments, true));
  }

  @Override
  public void finish() throws CryptokiException {
    run(() -> module.C_Finalize(null));
  }

  @Override
  public List<Token> tokens() throws CryptokiException {
    List<Token> tokens = new ArrayList<>();
    for (long slot : call(() -> module.C_GetSlotList(true))) {
      token(slot).ifPresent(tokens::add);
    }
    return tokens;
  }

  /** Empty when it was taken away: one lost token hides no other. */
  private Optional<Token> token(long slot) {
    try {
      CK_TOKEN_INFO info = module.C_GetTokenInfo(slot);
      return Optional.of(
          new Token(
              slot,
              text(info.label),
              text(info.serialNumber),
              text(info.manufacturerID),
              text(info.model),
              info.flags));
    } catch (PKCS11Exception e) {
      return Optional.empty();
    }
  }

  private static String text(char[] padded) {
    return new String(padded).stripTrailing();
  }

  @Override
  public boolean offers(long slot, long mechanism, long flag) throws CryptokiException {
    for (long each : call(() -> module.C_GetMechanismList(slot))) {
      if (each == mechanism) {
        return (call(() -> module.C_GetMechanismInfo(slot, mechanism)).flags & flag) != 0;
      }
    }
    return false;
  }

  @Override
  public long openSession(long slot, boolean writable) throws CryptokiException {
    long flags = CKF_SERIAL_SESSION | (writable ? CKF_RW_SESSION : 0);
    return call(() -> module.C_OpenSession(slot, flags, null, null));
  }

  @Override
  public void closeSession(long session) throws CryptokiException {
    run(() -> module.C_CloseSession(session));
  }

  @Override
  public void login(long session, char[] pin) throws CryptokiException {
    run(() -> module.C_Login(session, CKU_USER, pin, true));
  }

  @Override
  public void logout(long session) throws CryptokiException {
    run(() -> module.C_Logout(session));
  }

  @Override
  public long[] find(long session, List<Attribute> template, int limit) throws CryptokiException {
    run(() -> module.C_FindObjectsInit(session, attributes(template), true));
    try {
      return call(() -> module.C_FindObjects(session, limit));
    } finally {
      run(() -> module.C_FindObjectsFinal(session));
    }
  }

  @Override
  public Optional<Object> attribute(long session, long object, long type) throws CryptokiException {
    CK_ATTRIBUTE[] asked = {new CK_ATTRIBUTE()};
    asked[0].type = type;
    try {
      module.C_GetAttributeValue(session, object, asked, true);
      return Optional.ofNullable(asked[0].pValue);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() == CKR_ATTRIBUTE_TYPE_INVALID) {
        return Optional.empty();
      }
      throw translated(e);
    }
  }

  @Override
  public long generateKey(long session, long mechanism, List<Attribute> template)
      throws CryptokiException {
    return call(
        () ->
            module.C_GenerateKey(session, mechanism(mechanism, null), attributes(template), true));
  }

  @Override
  public long[] generateKeyPair(
      long session, long mechanism, List<Attribute> publicKey, List<Attribute> privateKey)
      throws CryptokiException {
    return call(
        () ->
            module.C_GenerateKeyPair(
                session,
                mechanism(mechanism, null),
                attributes(publicKey),
                attributes(privateKey),
                true));
  }

  @Override
  public void destroy(long session, long object) throws CryptokiException {
    run(() -> module.C_DestroyObject(session, object));
  }

  @Override
  public byte[] encryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] plain)
      throws CryptokiException {
    run(() -> module.C_EncryptInit(session, gcm(iv, associated), key, true));
    return call(() -> module.C_Encrypt(session, plain));
  }

  @Override
  public byte[] decryptGcm(long session, long key, byte[] iv, byte[] associated, byte[] sealed)
      throws CryptokiException {
    run(() -> module.C_DecryptInit(session, gcm(iv, associated), key, true));
    return call(() -> module.C_Decrypt(session, sealed));
  }

  @Override
  public byte[] decryptOaep(long session, long key, byte[] wrapped) throws CryptokiException {
    CK_RSA_PKCS_OAEP_PARAMS parameters = new CK_RSA_PKCS_OAEP_PARAMS();
    parameters.hashAlg = CKM_SHA256;
    parameters.mgf = CKG_MGF1_SHA256;
    parameters.source = CKZ_SALT_SPECIFIED;
    run(() -> module.C_DecryptInit(session, mechanism(CKM_RSA_PKCS_OAEP, parameters), key, true));
    return call(() -> module.C_Decrypt(session, wrapped));
  }

  private static CK_MECHANISM gcm(byte[] iv, byte[] associated) {
    CK_GCM_PARAMS parameters = new CK_GCM_PARAMS();
    parameters.pIv = iv.clone(); // some tokens write their own into it
    parameters.pAAD = associated;
    parameters.ulTagBits = TAG_BITS;
    return mechanism(CKM_AES_GCM, parameters);
  }

  private static CK_MECHANISM mechanism(long code, @Nullable Object parameters) {
    CK_MECHANISM mechanism = new CK_MECHANISM();
    mechanism.mechanism = code;
    mechanism.pParameter = parameters;
    return mechanism;
  }

  private static CK_ATTRIBUTE[] attributes(List<Attribute> template) {
    return template.stream()
        .map(
            each -> {
              CK_ATTRIBUTE attribute = new CK_ATTRIBUTE();
              attribute.type = each.type();
              attribute.pValue = each.value();
              return attribute;
            })
        .toArray(CK_ATTRIBUTE[]::new);
  }

  private interface Call<T> {
    T make() throws PKCS11Exception;
  }

  private interface Step {
    void take() throws PKCS11Exception;
  }

  private static <T> T call(Call<T> call) throws CryptokiException {
    try {
      return call.make();
    } catch (PKCS11Exception e) {
      throw translated(e);
    }
  }

  private static void run(Step step) throws CryptokiException {
    try {
      step.take();
    } catch (PKCS11Exception e) {
      throw translated(e);
    }
  }

  private static CryptokiException translated(PKCS11Exception e) {
    return new CryptokiException(e.getErrorCode(), String.valueOf(e.getMessage()), e);
  }

  /** Says nothing: what a vault tells of itself is not a library's to choose. */
  private static final class Silence implements Logger {
    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void warn(String format, Object... arguments) {}

    @Override
    public void error(String format, Object... arguments) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return false;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }
  }
}
