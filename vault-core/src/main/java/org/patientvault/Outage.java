package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * That a slot does not open any more, and what is said of it.
 *
 * @param since by the wall clock, to be shown
 * @param sinceNanos by the monotonic clock, to be counted from
 * @param told whether its beginning is in the log
 */
record Outage(Instant since, long sinceNanos, KeyUnavailable why, boolean told) {
  Outage inTheLog() {
    return new Outage(since, sinceNanos, why, true);
  }

  /** With the newest reason; while it is of one kind, the first says most. */
  Outage because(KeyUnavailable newest) {
    return newest.reason() == why.reason() ? this : new Outage(since, sinceNanos, newest, told);
  }

  long leftNanos(Duration lease, long nowNanos) {
    return lease.toNanos() - (nowNanos - sinceNanos);
  }

  EntryDraft entry(String state, Outcome outcome, SlotRow slot) {
    return Slots.tell(EntryDraft.of(EventCode.KEY_LEASE).outcome(outcome), slot)
        .with("state", state)
        .with("since", since.toString())
        .with("why", why.reason().name());
  }

  /** What everybody hears once the keys are dropped. */
  KeyUnavailable refusal(SlotRow slot, Instant at) {
    return new KeyUnavailable(
        told(why.reason()),
        "nothing is released or changed: the keys were dropped at "
            + at
            + ", for the slot "
            + slot.uri()
            + " has not opened since "
            + since
            + " ("
            + why.getMessage()
            + "). Bring the token or key service back: this process goes on by itself. Or open"
            + " the vault anew with another slot",
        why);
  }

  /** What is worth trying again is out of reach. */
  private static Reason told(Reason reason) {
    return switch (reason) {
      case WRONG_SECRET, LOCKED, DISABLED, UNSAFE -> reason;
      case NOT_THERE, AMBIGUOUS, OUT_OF_REACH, OTHER -> Reason.OUT_OF_REACH;
    };
  }
}
