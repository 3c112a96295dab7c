package org.patientvault.model;

import org.jspecify.annotations.Nullable;

/**
 * The one family of errors a vault raises for a condition of the world. Each kind says what was
 * refused and what to do next.
 *
 * <p>Messages name references, sizes and versions, never a field's value, an identifier, a key or a
 * passphrase. A caller's mistake is an {@link IllegalArgumentException} instead, our own bug an
 * {@link AssertionError}.
 */
public abstract sealed class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * What was stored is not what was sealed, or stands in another place. Stop, keep the file, run
   * {@code audit verify --records}.
   */
  public static final class Tampered extends VaultException {
    private static final long serialVersionUID = 1L;

    public Tampered(String message) {
      this(message, null);
    }

    public Tampered(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The access policy refused; the refusal is in the log. Ask for other fields, another purpose, or
   * emergency access.
   */
  public static final class AccessDenied extends VaultException {
    private static final long serialVersionUID = 1L;

    public AccessDenied(String message) {
      super(message, null);
    }
  }

  /**
   * The log could not be written in time, so nothing was released. Try again; if it lasts, look at
   * disk and database.
   */
  public static final class AuditUnavailable extends VaultException {
    private static final long serialVersionUID = 1L;

    public AuditUnavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** No such patient, record or revision. */
  public static final class NotFound extends VaultException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /** The patient was erased; nothing can bring the data back. */
  public static final class Erased extends VaultException {
    private static final long serialVersionUID = 1L;

    public Erased(String message) {
      super(message, null);
    }
  }

  /** Somebody else wrote first, or it exists already. Read again and decide. */
  public static final class Conflict extends VaultException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    public Conflict(String message) {
      this(message, false);
    }

    private Conflict(String message, boolean passing) {
      super(message, null);
      this.passing = passing;
    }

    /** Keys were renewed meanwhile: nothing was decided, and the same request may succeed. */
    public static Conflict passing(String message) {
      return new Conflict(message, true);
    }

    /** Whether the same request, made again at once, may succeed. */
    public boolean isPassing() {
      return passing;
    }
  }

  /**
   * A key cannot be used, so no slot opened, or nothing could be wrapped. {@link #reason()} says
   * what a program can act on: only {@link Reason#OUT_OF_REACH} is worth trying again.
   */
  public static final class KeyUnavailable extends VaultException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why, where the protector can tell. */
    public enum Reason {
      /** A wrong passphrase, PIN or credential, or a changed slot. Never tried again by itself. */
      WRONG_SECRET,
      /**
       * The token locked its PIN, or the service the account: only its administrator unlocks it.
       */
      LOCKED,
      /** No such token, key, key store or account. */
      NOT_THERE,
      /** More than one token or key fits; which one is meant must be said. */
      AMBIGUOUS,
      /** The key could be copied or used without a login, or is of another kind than it must be. */
      UNSAFE,
      /** The key is disabled, or on its way to be destroyed. */
      DISABLED,
      /** The token is unplugged, or the service does not answer. Try again. */
      OUT_OF_REACH,
      /** None of the others; the message says which. */
      OTHER
    }

    public KeyUnavailable(String message) {
      this(message, null);
    }

    public KeyUnavailable(String message, @Nullable Throwable cause) {
      this(Reason.OTHER, message, cause);
    }

    public KeyUnavailable(Reason reason, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /**
   * The database could not be used: locked, full, unwritable, unreadable, or no vault. The message
   * says which.
   */
  public static final class StorageFailed extends VaultException {
    private static final long serialVersionUID = 1L;

    public StorageFailed(String message) {
      this(message, null);
    }

    public StorageFailed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Written by a newer version, or in no format this version knows. Use the version that wrote it.
   */
  public static final class UnsupportedFormat extends VaultException {
    private static final long serialVersionUID = 1L;

    public UnsupportedFormat(String message) {
      this(message, null);
    }

    public UnsupportedFormat(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A document, schema or policy that cannot be accepted; the message says where and why. */
  public static final class InvalidInput extends VaultException {
    private static final long serialVersionUID = 1L;

    public InvalidInput(String message) {
      this(message, null);
    }

    public InvalidInput(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Larger, deeper or more than the vault takes. */
  public static final class LimitExceeded extends VaultException {
    private static final long serialVersionUID = 1L;

    public LimitExceeded(String message) {
      super(message, null);
    }
  }

  /**
   * The vault refuses because it would lose something: the last slot, a key still in use, an
   * existing vault.
   */
  public static final class Refused extends VaultException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message, null);
    }
  }
}
