package org.patientvault.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A protector whose key is in a token: what it wraps, nothing but that token unwraps.
 *
 * <p>Tokens do not tell a changed ciphertext from a failure of their own. So a failure is followed
 * by a question that a healthy token answers: does the check value of the slot still open, and
 * something new? Format: docs/formats/key-hierarchy.md.
 */
final class Pkcs11Protector implements KeyProtector {
  private static final byte[] PROBE_CONTEXT = {'P', 'V', 't', 'p', '1'};

  private final Pkcs11Uri uri;
  private final TokenModule module;
  private final TokenLogin login;
  private final Mechanism mechanism;
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private @Nullable TokenParameters parameters;
  private boolean closed;
  private volatile @Nullable Found found;

  /** A key, and the start of the module in which its handle is good. */
  private record Found(TokenKey key, int start) {}

  /** Takes over {@code login}, which is left again on close. */
  private Pkcs11Protector(
      Pkcs11Uri uri, TokenModule module, TokenLogin login, Mechanism mechanism) {
    this.uri = uri;
    this.module = module;
    this.login = login;
    this.mechanism = mechanism;
  }

  /** The protector of a slot that there is. */
  static Pkcs11Protector open(
      Pkcs11Uri uri, TokenModule module, TokenLogin login, TokenParameters parameters) {
    Pkcs11Protector protector = new Pkcs11Protector(uri, module, login, parameters.mechanism());
    protector.parameters = parameters;
    return protector.withKey();
  }

  /** The protector of a new slot, on a key that is there: shown to open what it wraps. */
  static Pkcs11Protector enrol(
      Pkcs11Uri uri, TokenModule module, TokenLogin login, Mechanism mechanism) {
    Pkcs11Protector protector = new Pkcs11Protector(uri, module, login, mechanism).withKey();
    try {
      protector.parameters = protector.newParameters();
      return protector;
    } catch (RuntimeException | Error e) {
      protector.close();
      throw e;
    }
  }

  private Pkcs11Protector withKey() {
    try {
      answered(() -> login.use(false, this::key));
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private TokenParameters newParameters() {
    TokenKey key = answered(() -> login.use(false, this::key));
    String serial = login.token().serial();
    byte[] context = TokenParameters.checkContext(serial, key.id());
    byte[] check = wrap(new byte[TokenParameters.CHECK_BYTES], context);
    if (!opens(check, context)) {
      throw new VaultException.KeyUnavailable(
          "the token '"
              + login.token().label()
              + "' does not open what it has just wrapped for "
              + uri.uri()
              + "; it may make ivs of its own, then give type=private");
    }
    return new TokenParameters(mechanism, serial, key.id(), Bytes.wrap(check));
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] context) {
    return whileOpen(
        () ->
            answered(
                () ->
                    login.use(
                        false, at -> new TokenWrapping(uri, at, key(at)).wrap(keyset, context))));
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    TokenWrapping.check(wrapped, mechanism, uri.uri());
    return whileOpen(() -> unwrapChecked(wrapped, context));
  }

  private byte[] unwrapChecked(byte[] wrapped, byte[] context) {
    int seen = module.start();
    try {
      return tryUnwrap(wrapped, context);
    } catch (CryptokiException e) {
      checkExplainable(e);
      return explained(seen, wrapped, context, e);
    } catch (AEADBadTagException e) {
      throw notOpened("a changed slot", e);
    } catch (GeneralSecurityException e) {
      throw failed("unwrap", e);
    }
  }

  /** Anything but a refused ciphertext, or what may be one, explains itself. */
  private void checkExplainable(CryptokiException e) {
    if (!e.isRefusedCiphertext() && !e.isAmbiguous()) {
      throw module.failed(e);
    }
  }

  private byte[] tryUnwrap(byte[] wrapped, byte[] context)
      throws CryptokiException, GeneralSecurityException {
    byte[] given =
        login.use(false, at -> new TokenWrapping(uri, at, key(at)).unwrapInToken(wrapped, context));
    return TokenWrapping.finish(mechanism, given, wrapped, context);
  }

  /** A token that fails is asked what it can still do, and started again once if nothing. */
  private byte[] explained(int seen, byte[] wrapped, byte[] context, CryptokiException e) {
    if (isHealthy()) {
      throw refused(e);
    }
    try {
      module.reopen(seen);
    } catch (CryptokiException gone) {
      throw module.failed(gone);
    }
    if (!isHealthy()) {
      throw module.failed(e);
    }
    try {
      return tryUnwrap(wrapped, context);
    } catch (CryptokiException again) {
      checkExplainable(again);
      throw refused(again);
    } catch (GeneralSecurityException again) {
      throw notOpened("a changed slot", again);
    }
  }

  private VaultException refused(CryptokiException e) {
    TokenParameters enrolled = parameters;
    boolean same =
        enrolled != null
            && opens(
                enrolled.check().toArray(),
                TokenParameters.checkContext(enrolled.serial(), enrolled.keyId()));
    return same
        ? notOpened("the token holds the key, so the slot was changed", e)
        : new VaultException.KeyUnavailable(
            Reason.WRONG_SECRET,
            "the slot "
                + uri.uri()
                + " did not open: the token '"
                + login.token().label()
                + "' holds another key of that name than the slot was made with, or a changed slot",
            e);
  }

  private VaultException notOpened(String why, Exception cause) {
    return new VaultException.KeyUnavailable(
        Reason.WRONG_SECRET, "the slot " + uri.uri() + " did not open: " + why, cause);
  }

  private boolean isHealthy() {
    byte[] sealed;
    try {
      sealed = wrap(new byte[TokenParameters.CHECK_BYTES], PROBE_CONTEXT);
    } catch (VaultException.KeyUnavailable e) {
      return false;
    }
    return opens(sealed, PROBE_CONTEXT);
  }

  private boolean opens(byte[] sealed, byte[] context) {
    try {
      TokenWrapping.check(sealed, mechanism, uri.uri());
      byte[] opened = tryUnwrap(sealed, context);
      return Arrays.equals(opened, new byte[TokenParameters.CHECK_BYTES]);
    } catch (CryptokiException | GeneralSecurityException | VaultException e) {
      return false;
    }
  }

  /** No handle is used beyond the start of the module in which it was found. */
  private TokenKey key(TokenLogin.Session at) throws CryptokiException {
    Found known = found;
    if (known != null && known.start() == at.start()) {
      return known.key();
    }
    TokenKey key = lookedUp(at);
    found = new Found(key, at.start());
    return key;
  }

  private TokenKey lookedUp(TokenLogin.Session at) throws CryptokiException {
    try {
      return TokenKey.find(new TokenKey.Search(at, uri), mechanism);
    } catch (CryptokiException e) {
      throw e.isAmbiguous() ? e.asLoss() : e; // nothing was decrypted yet
    }
  }

  private interface Question<T> {
    T ask() throws CryptokiException, GeneralSecurityException;
  }

  private <T> T answered(Question<T> question) {
    try {
      return question.ask();
    } catch (CryptokiException e) {
      throw module.failed(e);
    } catch (GeneralSecurityException e) {
      throw failed("wrap", e);
    }
  }

  private VaultException failed(String what, Exception cause) {
    return new VaultException.KeyUnavailable(
        "the Java cryptography provider failed to " + what + " for the slot " + uri.uri(), cause);
  }

  private <T> T whileOpen(Supplier<T> work) {
    Lock open = life.readLock();
    open.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the protector of the slot " + uri.uri() + " is closed");
      }
      return work.get();
    } finally {
      open.unlock();
    }
  }

  @Override
  public ProtectorUri uri() {
    return uri.uri();
  }

  @Override
  public Bytes parameters() {
    TokenParameters known = parameters;
    if (known == null) {
      throw new AssertionError("a protector without parameters left its factory");
    }
    return known.encode();
  }

  @Override
  public void close() {
    Lock closing = life.writeLock();
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        module.leaveQuietly(login);
      }
    } finally {
      closing.unlock();
    }
  }

  @Override
  public String toString() {
    return "KeyProtector[" + uri.uri() + "]";
  }
}
