package org.patientvault;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.RequestKind;

/**
 * What an administrator asked for, and how it stands. Immutable.
 *
 * @param id 32 hex digits; the command that does it is given them
 * @param requester the name of the administrator who asks
 * @param answeredBy the one who approved or rejected it; empty before, and when it was cancelled
 * @param parameters what exactly is asked for, and {@code reason}: only where it was asked to be
 *     opened, else empty; empty too when the log keeps it no longer
 */
public record RequestInfo(
    String id,
    RequestKind kind,
    State state,
    String requester,
    Optional<String> answeredBy,
    Instant notBefore,
    Instant expires,
    Map<String, String> parameters) {
  /** How a request stands. */
  public enum State {
    PENDING,
    APPROVED,
    DONE,
    REJECTED,
    CANCELLED,
    EXPIRED;

    /** As it is printed and stored. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public RequestInfo {
    parameters = Map.copyOf(parameters);
  }

  /** Without the parameters, which may name a patient. */
  @Override
  public String toString() {
    return "RequestInfo[" + id + " " + kind.text() + " " + state.text() + "]";
  }
}
