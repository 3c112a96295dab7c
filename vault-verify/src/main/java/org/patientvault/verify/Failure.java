package org.patientvault.verify;

import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;

/**
 * What a command says and returns when it could not do its work.
 *
 * @param hint what to do next; empty where nothing fits
 */
public record Failure(ExitCode code, String message, String hint) {
  private static final String SERVER_PAGE = "docs/postgresql.md";

  private static final String OTHER_WAYS = "patientvault protector list shows what opens the vault";

  /** The failure that {@code e} means. */
  public static Failure of(Throwable e) {
    if (e instanceof VaultException known) {
      return new Failure(code(known), words(e), hint(known));
    }
    if (e instanceof NotOpened unopened) {
      return new Failure(ExitCode.CANNOT_TELL, words(e), hint(unopened.why()));
    }
    if (e instanceof IllegalArgumentException) {
      return new Failure(ExitCode.REFUSED, words(e), "see --help");
    }
    return new Failure(
        ExitCode.REFUSED,
        "an internal error: " + e.getClass().getSimpleName(),
        "run it again with --debug and report what it prints; nothing half-done was kept");
  }

  /** This failure, with another hint. */
  public Failure hinting(String other) {
    return new Failure(code, message, other);
  }

  private static String words(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static ExitCode code(VaultException e) {
    if (e instanceof VaultException.Tampered) {
      return ExitCode.TAMPERED;
    }
    return e instanceof VaultException.KeyUnavailable ? ExitCode.CANNOT_TELL : ExitCode.REFUSED;
  }

  private static String hint(VaultException e) {
    if (e instanceof VaultException.Tampered) {
      return "stop, keep the vault as it is, and run: patientvault audit verify --records";
    }
    if (e instanceof VaultException.KeyUnavailable key) {
      return hint(key.reason());
    }
    if (e instanceof VaultException.AccessDenied) {
      return "the refusal is in the log; ask with another role or purpose";
    }
    if (e instanceof VaultException.AuditUnavailable || e instanceof VaultException.StorageFailed) {
      return "patientvault doctor looks at disk, locks and permissions, or at the server";
    }
    if (e instanceof VaultException.Conflict) {
      return "read it again, then decide";
    }
    if (e instanceof VaultException.NotFound) {
      return "patientvault patient list and record list show what there is";
    }
    if (e instanceof VaultException.Erased) {
      return "nothing can bring the data back; the log says who erased it";
    }
    if (e instanceof VaultException.UnsupportedFormat) {
      return "use the version that wrote it";
    }
    return words(e).contains(SERVER_PAGE)
        ? SERVER_PAGE + " says what a server must be, and which of its roles may do what"
        : "see --help";
  }

  private static String hint(VaultException.KeyUnavailable.Reason reason) {
    return switch (reason) {
      case WRONG_SECRET ->
          "give the right one; a token locks after a few wrong ones; " + OTHER_WAYS;
      case LOCKED -> "its administrator unlocks it; meanwhile, " + OTHER_WAYS;
      case OUT_OF_REACH, NOT_THERE ->
          "bring it back, or see docs/hsm.md; "
              + OTHER_WAYS
              + "; if it is lost for good, see docs/recovery.md";
      case AMBIGUOUS, UNSAFE, DISABLED ->
          "docs/hsm.md and docs/cloud-keys.md say what to do about it; " + OTHER_WAYS;
      case OTHER -> OTHER_WAYS;
    };
  }
}
