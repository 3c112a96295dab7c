package org.patientvault;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;

/**
 * An open emergency window for one patient. Closing it ends it and says so in the log; it ends by
 * itself after its time.
 */
public final class EmergencyAccess implements AutoCloseable {
  private static final int MIN_REASON = 8;
  private static final int MAX_REASON = 2_000;

  private final Access access;
  private final PatientRef patient;
  private final String id;

  private EmergencyAccess(Access access, PatientRef patient, String id) {
    this.access = access;
    this.patient = patient;
    this.id = id;
  }

  static EmergencyAccess open(Access before, PatientRef patient, String reason, Duration window) {
    if (reason.strip().length() < MIN_REASON || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException(
          "an emergency needs a reason of " + MIN_REASON + " to " + MAX_REASON + " characters");
    }
    String id = UUID.randomUUID().toString();
    Access.Emergency emergency =
        new Access.Emergency(patient, id, before.engine.options.clock().instant().plus(window));
    Access access = new Access(before.engine, before.actor, before.purpose, emergency);
    access.engine.ledger.append(
        List.of(
            draft(access, EventCode.BTG_OPEN, patient)
                .with("reason", reason)
                .with("minutes", window.toMinutes())));
    return new EmergencyAccess(access, patient, id);
  }

  private static EntryDraft draft(Access access, EventCode event, PatientRef patient) {
    return access
        .draft(event, access.engine.refreshRules())
        .by(access.actor, Purpose.BTG)
        .about(patient)
        .touching(Confidentiality.V)
        .with("patient", patient.toString());
  }

  /** The session in which break-glass rules hold for this patient. */
  public Session session() {
    return new Session(access);
  }

  /** What every entry of this window carries in its detail. */
  public String id() {
    return id;
  }

  @Override
  public void close() {
    EntryDraft draft =
        EntryDraft.of(EventCode.BTG_CLOSE)
            .by(access.actor, Purpose.BTG)
            .about(patient)
            .with("emergency", id)
            .with("user", access.actor.userId())
            .with("issuer", access.actor.issuer());
    access.engine.ledger.append(List.of(draft));
  }
}
