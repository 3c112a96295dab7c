package org.patientvault.keys;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * The login of this process to one token, shared by every protector on it, and its sessions.
 *
 * <p>The token checks a PIN only when nobody is logged in. So the PIN is kept until the last
 * protector is closed: others must bring the same one, and a token that was unplugged is logged in
 * to again with it, once. A PIN that the token refused is not presented a second time.
 */
final class TokenLogin {
  private static final int SESSIONS = 8;
  private static final int PATIENCE_SECONDS = 30;
  private static final int NEVER = -1;

  private final TokenModule module;
  private final Cryptoki.Token token;
  private final Lock door = new ReentrantLock();
  private final Semaphore sessions = new Semaphore(SESSIONS);
  private final Deque<Long> idle = new ArrayDeque<>();
  private int holders;
  private @Nullable Pin pin;
  private Pin.@Nullable Refused refused;
  private int start = NEVER;
  private long anchor;
  private Cryptoki.Token now;

  TokenLogin(TokenModule module, Cryptoki.Token token) {
    this.module = module;
    this.token = token;
    this.now = token;
  }

  Cryptoki.Token token() {
    return token;
  }

  boolean isTo(Cryptoki.Token other) {
    return token.is(other);
  }

  /** A session that is logged in. A handle that is found in it is good in the same start only. */
  record Session(Cryptoki cryptoki, long handle, Cryptoki.Token token, int start) {}

  /** What is done in a session. */
  interface Work<T> {
    T in(Session session) throws CryptokiException;
  }

  /** Takes over {@code given}. */
  void enter(Pin given) throws CryptokiException {
    if (holders > 0) {
      join(given);
      return;
    }
    if (wasRefused(given)) {
      throw wrongPin("it refused this PIN before; it was not presented again", null);
    }
    pin = given;
    start = NEVER; // even if logging out failed before: this PIN has not been checked
    try {
      use(false, session -> true);
      holders = 1;
    } finally {
      if (holders == 0) {
        pin = null;
      }
    }
  }

  private boolean wasRefused(Pin given) {
    return refused != null && given.is(refused);
  }

  private void join(Pin given) {
    if (pin == null || !pin.isSameAs(given)) {
      throw wrongPin("this process is logged in with another; it was not presented", null);
    }
    given.close();
    holders++;
  }

  /** The last one out logs out, and says so. */
  boolean leave() {
    holders--;
    if (holders > 0) {
      return false;
    }
    quietly(() -> module.whileStarted(() -> module.locked(door, this::logOut)));
    if (pin != null) {
      pin.close();
    }
    pin = null;
    return true;
  }

  private boolean logOut() {
    if (start == module.start()) {
      idle.forEach(session -> quietly(() -> module.cryptoki().closeSession(session)));
      quietly(() -> module.cryptoki().logout(anchor));
      quietly(() -> module.cryptoki().closeSession(anchor));
    }
    idle.clear();
    start = NEVER;
    return true;
  }

  /**
   * Does {@code work}; when the token or the login was lost, once more after the module was started
   * again.
   *
   * @throws CryptokiException when it is still lost, or when the token refused the work
   * @throws VaultException.KeyUnavailable when the token does not let us in
   */
  <T> T use(boolean writable, Work<T> work) throws CryptokiException {
    int seen = module.start();
    try {
      return once(writable, work);
    } catch (CryptokiException e) {
      if (!e.isLoss()) {
        throw e;
      }
      module.reopen(seen);
      return once(writable, work);
    }
  }

  private <T> T once(boolean writable, Work<T> work) throws CryptokiException {
    acquire();
    try {
      return module.whileStarted(() -> inSession(writable, work));
    } finally {
      sessions.release();
    }
  }

  private void acquire() {
    try {
      if (sessions.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new VaultException.KeyUnavailable(
        Reason.OUT_OF_REACH, "the token '" + token.label() + "' does not answer", null);
  }

  private <T> T inSession(boolean writable, Work<T> work) throws CryptokiException {
    Session session = module.locked(door, () -> borrow(writable));
    boolean well = false;
    try {
      T result = work.in(session);
      well = true;
      return result;
    } finally {
      boolean again = well && !writable;
      module.locked(door, () -> giveBack(session.handle(), again));
    }
  }

  private Session borrow(boolean writable) throws CryptokiException {
    try {
      if (start != module.start()) {
        logIn();
      }
      Long waiting = writable ? null : idle.poll();
      long handle = waiting != null ? waiting : module.cryptoki().openSession(now.slot(), writable);
      return new Session(module.cryptoki(), handle, now, start);
    } catch (CryptokiException e) {
      throw e.isAmbiguous() ? e.asLoss() : e; // nothing was decrypted yet
    }
  }

  /** After a failure an operation may still be active in a session: it is not used again. */
  private boolean giveBack(long session, boolean again) {
    if (again) {
      idle.push(session);
    } else {
      quietly(() -> module.cryptoki().closeSession(session));
    }
    return again;
  }

  private void logIn() throws CryptokiException {
    forgetSessions();
    Cryptoki.Token found =
        module.cryptoki().tokens().stream()
            .filter(token::is)
            .findFirst()
            .orElseThrow(
                () -> new CryptokiException(CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT", null));
    checkReady(found);
    long session = module.cryptoki().openSession(found.slot(), false);
    try {
      present(session);
    } catch (CryptokiException | RuntimeException e) {
      quietly(() -> module.cryptoki().closeSession(session));
      throw e;
    }
    anchor = session;
    now = found;
    start = module.start();
  }

  /** Where somebody else started the module, ours is all that we end. */
  private void forgetSessions() {
    if (start != NEVER && !module.isOurs()) {
      idle.forEach(session -> quietly(() -> module.cryptoki().closeSession(session)));
      quietly(() -> module.cryptoki().logout(anchor));
      quietly(() -> module.cryptoki().closeSession(anchor));
    }
    idle.clear();
  }

  private void checkReady(Cryptoki.Token found) {
    if (!found.has(CKF_TOKEN_INITIALIZED) || !found.has(CKF_USER_PIN_INITIALIZED)) {
      throw new VaultException.KeyUnavailable(
          Reason.NOT_THERE, "the token '" + found.label() + "' has no user PIN yet", null);
    }
    if (found.has(CKF_USER_PIN_LOCKED)) {
      throw locked(null);
    }
  }

  private void present(long session) throws CryptokiException {
    if (pin == null || wasRefused(pin)) {
      throw wrongPin("it refused this PIN before; it was not presented again", null);
    }
    char[] copy = pin.copy();
    try {
      module.cryptoki().login(session, copy);
      refused = null;
    } catch (CryptokiException e) {
      if (e.isWrongPin()) {
        refused = pin.refused();
        throw wrongPin(e.getMessage(), e);
      }
      if (e.code() == CKR_PIN_LOCKED || e.code() == CKR_PIN_EXPIRED) {
        throw locked(e);
      }
      if (e.code() == CKR_USER_ALREADY_LOGGED_IN) {
        throw wrongPin("somebody else in this process is logged in, so it cannot be checked", e);
      }
      throw e;
    } finally {
      Arrays.fill(copy, '\0');
    }
  }

  private VaultException locked(@Nullable Exception cause) {
    return new VaultException.KeyUnavailable(
        Reason.LOCKED,
        "the token '"
            + token.label()
            + "' has locked its PIN, or it expired; its administrator can set a new one",
        cause);
  }

  private VaultException wrongPin(@Nullable String why, @Nullable Exception cause) {
    return new VaultException.KeyUnavailable(
        Reason.WRONG_SECRET,
        "the token '" + token.label() + "' does not open with this PIN: " + why,
        cause);
  }

  private interface Step {
    void take() throws CryptokiException;
  }

  /** For steps that clean up: what they leave behind dies with the login. */
  @SuppressWarnings("EmptyCatch")
  private static void quietly(Step step) {
    try {
      step.take();
    } catch (CryptokiException | VaultException.KeyUnavailable e) {
      // The token is gone, and with it what was to be cleaned up.
    }
  }
}
