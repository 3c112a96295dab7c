package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;

/**
 * An emergency window for one patient: what the policy lets this role do only in an emergency, it
 * may do until the window ends.
 *
 * <p>Gives nothing that no break-glass rule of the policy names, and nothing about other patients.
 * Ends when it is closed, after its time, or with the process. Every entry made by its right has
 * purpose BTG and the window's id, for review by somebody else. Safe for use by several threads.
 */
public final class EmergencyAccess implements AutoCloseable {
  private static final int MIN_REASON = 8;
  private static final int MAX_REASON = 2_000;

  private final Access access;
  private final Access.Emergency window;

  private EmergencyAccess(Access access, Access.Emergency window) {
    this.access = access;
    this.window = window;
  }

  static EmergencyAccess open(Access before, PatientRef patient, String reason, Duration window) {
    if (reason.strip().length() < MIN_REASON || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException(
          "an emergency needs a reason of " + MIN_REASON + " to " + MAX_REASON + " characters");
    }
    requireUnicode(reason);
    Access.Emergency emergency =
        new Access.Emergency(
            patient,
            before.engine.newId(),
            before.engine.options.clock().instant().plus(window),
            new AtomicBoolean());
    Access access = new Access(before.engine, before.actor, before.purpose, emergency);
    access.engine.underRules(
        rules -> {
          EntryDraft opening = opening(access, rules, patient).with("reason", reason);
          return access.engine.ledger.append(List.of(opening.with("minutes", window.toMinutes())));
        });
    return new EmergencyAccess(access, emergency);
  }

  private static void requireUnicode(String reason) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(reason)) {
      throw new IllegalArgumentException(
          "an emergency's reason must not hold broken Unicode: half a surrogate pair stands alone");
    }
  }

  private static EntryDraft opening(Access access, Rules rules, PatientRef patient) {
    return access
        .draft(EventCode.BTG_OPEN, rules)
        .by(access.actor, Purpose.BTG)
        .about(patient)
        .touching(Confidentiality.V)
        .with("patient", patient.toString());
  }

  /**
   * The actor's session, in which break-glass rules hold for this patient while the window is open.
   * Afterwards it goes on as a session without an emergency.
   */
  public Session session() {
    return new Session(access);
  }

  /** What every entry of this window carries in its detail. */
  public String id() {
    return window.id();
  }

  /**
   * Ends the window, and says so in the log; closing it again does nothing.
   *
   * @throws org.patientvault.model.VaultException.AuditUnavailable when the log cannot be written;
   *     the window has ended all the same
   */
  @Override
  public void close() {
    if (window.closed().compareAndSet(false, true)) {
      EntryDraft draft =
          EntryDraft.of(EventCode.BTG_CLOSE)
              .by(access.actor, Purpose.BTG)
              .about(window.patient())
              .with("emergency", window.id())
              .with("user", access.actor.userId())
              .with("issuer", access.actor.issuer());
      access.engine.ledger.append(List.of(draft));
    }
  }
}
