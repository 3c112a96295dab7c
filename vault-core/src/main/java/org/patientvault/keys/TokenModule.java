package org.patientvault.keys;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKR_CRYPTOKI_ALREADY_INITIALIZED;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * One PKCS#11 module in this process, and the logins to its tokens.
 *
 * <p>PKCS#11 starts and logs in per process, not per caller: that is why the modules are kept in
 * one map for all. A module that lost its token is ended and started again, which ends every
 * session; each start has a number, and nothing found under an earlier number is used again.
 */
final class TokenModule {
  /** What NSS wants to be told when it starts, as {@code FILE NAME:TEXT}. */
  static final String INITIALIZE = "patientvault.pkcs11.initialize";

  private static final Map<Path, TokenModule> LOADED = new HashMap<>();
  private static final int PATIENCE_SECONDS = 30;

  private final String name;
  private final Cryptoki cryptoki;
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final Lock door = new ReentrantLock();
  private final List<TokenLogin> logins = new ArrayList<>();
  private final AtomicInteger starts = new AtomicInteger();
  private volatile boolean started;
  private boolean ours;

  TokenModule(String name, Cryptoki cryptoki) {
    this.name = name;
    this.cryptoki = cryptoki;
  }

  /**
   * The module at a path that was allowed; loaded at the first call.
   *
   * @throws VaultException.InvalidInput when ipkcs11wrapper is missing
   */
  static TokenModule at(Path canonical) {
    synchronized (LOADED) {
      TokenModule module = LOADED.get(canonical);
      if (module == null) {
        module = new TokenModule(canonical.toString(), load(canonical));
        LOADED.put(canonical, module);
      }
      return module;
    }
  }

  private static Cryptoki load(Path canonical) {
    try {
      return XipkiCryptoki.load(canonical, reserved(canonical));
    } catch (NoClassDefFoundError e) {
      throw new VaultException.InvalidInput(
          "a slot on a PKCS#11 token needs org.xipki:ipkcs11wrapper; add it to the class path", e);
    }
  }

  private static @Nullable String reserved(Path canonical) {
    String prefix = canonical.getFileName() + ":";
    String configured = System.getProperty(INITIALIZE, "");
    return configured.startsWith(prefix) ? configured.substring(prefix.length()) : null;
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  /** The number of the present start; handles live as long as it. */
  int start() {
    return starts.get();
  }

  /** Whether nobody else in this process started the module, so that we may end it. */
  boolean isOurs() {
    return ours;
  }

  /** What is done while the module is certain not to be ended. */
  interface Work<T> {
    T run() throws CryptokiException;
  }

  <T> T whileStarted(Work<T> work) throws CryptokiException {
    if (!started) {
      reopen(starts.get());
    }
    return locked(use.readLock(), work);
  }

  /** Ends the module and starts it again, unless somebody did since the start {@code seen}. */
  void reopen(int seen) throws CryptokiException {
    locked(
        use.writeLock(),
        () -> {
          if (starts.get() == seen) {
            end();
            begin();
          }
          return seen;
        });
  }

  @SuppressWarnings("EmptyCatch")
  private void end() {
    if (!started || !ours) {
      return;
    }
    started = false;
    try {
      cryptoki.finish();
    } catch (CryptokiException e) {
      // It had ended by itself; whether it starts again is what matters.
    }
  }

  private void begin() throws CryptokiException {
    try {
      cryptoki.initialize();
      ours = true;
    } catch (CryptokiException e) {
      if (e.code() != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        throw e;
      }
      ours = false;
    }
    started = true;
    starts.incrementAndGet();
  }

  /** A module that hangs holds up others for half a minute, and not for ever. */
  <T> T locked(Lock lock, Work<T> work) throws CryptokiException {
    if (!isTaken(lock)) {
      throw new VaultException.KeyUnavailable(
          Reason.OUT_OF_REACH, "the PKCS#11 module " + name + " does not answer", null);
    }
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isTaken(Lock lock) {
    try {
      return lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Logs in to the one token that {@code uri} names, or joins who is logged in already. Takes the
   * PIN over.
   *
   * @param enrolled what the slot remembers of its token
   */
  TokenLogin enter(Pkcs11Uri uri, Optional<TokenParameters> enrolled, Pin pin) {
    try {
      Cryptoki.Token token = token(uri);
      enrolled.ifPresent(parameters -> checkSerial(uri, parameters, token));
      return locked(
          door,
          () -> {
            TokenLogin login = loginTo(token);
            login.enter(pin);
            return login;
          });
    } catch (CryptokiException e) {
      pin.close();
      throw failed(e);
    } catch (RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  /** Kept even when it fails, for it remembers the PIN that was refused. */
  private TokenLogin loginTo(Cryptoki.Token token) {
    for (TokenLogin login : logins) {
      if (login.isTo(token)) {
        return login;
      }
    }
    TokenLogin login = new TokenLogin(this, token);
    logins.add(login);
    return login;
  }

  /** The reverse of {@link #enter}; that the token is gone by now does not matter. */
  @SuppressWarnings("EmptyCatch")
  void leaveQuietly(TokenLogin login) {
    try {
      locked(door, login::leave);
    } catch (CryptokiException | VaultException.KeyUnavailable e) {
      // The login went with the token.
    }
  }

  /** A token that came after the module was started shows only when it is started again. */
  private Cryptoki.Token token(Pkcs11Uri uri) throws CryptokiException {
    boolean fresh = !started;
    int seen = starts.get();
    List<Cryptoki.Token> fitting = fitting(uri);
    if (fitting.isEmpty() && !fresh) {
      reopen(seen);
      fitting = fitting(uri);
    }
    if (fitting.size() > 1) {
      throw new VaultException.KeyUnavailable(
          Reason.AMBIGUOUS,
          fitting.size() + " tokens fit " + uri.uri() + "; name one by serial=",
          null);
    }
    if (fitting.isEmpty()) {
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE, "no token of " + name + " fits " + uri.uri(), null);
    }
    return fitting.get(0);
  }

  private List<Cryptoki.Token> fitting(Pkcs11Uri uri) throws CryptokiException {
    return tokens().stream().filter(uri::fits).toList();
  }

  List<Cryptoki.Token> tokens() throws CryptokiException {
    return whileStarted(cryptoki::tokens);
  }

  /** Before the PIN is presented: a token's administrator may be somebody else's. */
  private static void checkSerial(Pkcs11Uri uri, TokenParameters enrolled, Cryptoki.Token token) {
    if (enrolled.hasSerial() && !uri.namesSerial() && !enrolled.serial().equals(token.serial())) {
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE,
          "the token '"
              + token.label()
              + "' is another one of that label: its serial number is "
              + token.serial()
              + ", the slot was made with "
              + enrolled.serial(),
          null);
    }
  }

  /** What an answer of the module that nobody handled means. */
  VaultException failed(CryptokiException e) {
    boolean lost = e.isLoss() || e.isAmbiguous();
    return new VaultException.KeyUnavailable(
        lost ? Reason.OUT_OF_REACH : Reason.OTHER,
        "the PKCS#11 module "
            + name
            + " answers "
            + e.getMessage()
            + (lost ? "; is the token plugged in, and the module configured?" : ""),
        e);
  }
}
