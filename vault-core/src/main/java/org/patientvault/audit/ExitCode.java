package org.patientvault.audit;

/** What a command's exit code means; of several findings the worst decides. In rising order. */
public enum ExitCode {
  /** Verified, or done. */
  VERIFIED(0),
  /** Verified, but the policy asks for more. */
  POLICY_NOT_MET(4),
  /** Something in the way of verifying: a file that does not belong there, unreadable input. */
  REFUSED(1),
  /** A key or a file is missing: neither good nor bad can be said. */
  CANNOT_TELL(2),
  /** Something is not as it was signed. */
  TAMPERED(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number for the operating system. */
  public int code() {
    return code;
  }

  /** The worse of two. */
  public ExitCode worse(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
