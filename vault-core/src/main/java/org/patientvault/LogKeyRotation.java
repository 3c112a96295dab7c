package org.patientvault;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.ShardClosing;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Gives the next log other signing keys, in the transaction that closes this one: KEY_NEXT
 * announces them under the old keys, which sign the end and are gone from every slot after it.
 *
 * <p>Slots whose secret is not at hand become stale, but for recipients. Who kept a copy of the old
 * keys can still sign another history of the closed log, and none of the new one.
 */
final class LogKeyRotation {
  private static final int TRIES = 3;

  private final Engine engine;
  private final List<Unlock> unlocks;
  private final Function<EventCode, EntryDraft> drafts;

  LogKeyRotation(Engine engine, List<Unlock> unlocks, Function<EventCode, EntryDraft> drafts) {
    this.engine = engine;
    this.unlocks = unlocks;
    this.drafts = drafts;
  }

  /** The slots as they are afterwards. */
  List<SlotRow> run() {
    EntryDraft draft = drafts.apply(EventCode.KEY_ROTATE).with("level", KeyLevel.LOG.text());
    LogKeys next = LogKeys.generate();
    byte[] secret = next.toBytes();
    try {
      return run(draft, next, secret);
    } catch (VaultException e) {
      engine.ledger.append(List.of(draft.failed(e)));
      throw e;
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private List<SlotRow> run(EntryDraft draft, LogKeys next, byte[] secret) {
    for (int tried = 0; tried < TRIES; tried++) {
      StateRow before = engine.store.read(ReadView::theState);
      List<SlotRow> slots = engine.store.read(ReadView::slots);
      List<SlotRow> renewed =
          new RewrappedSlots(engine.id, unlocks, RewrappedSlots.What.LOG_KEYS).with(secret, slots);
      Change change = new Change(draft, before, slots, renewed, next);
      ShardClosing.Outcome outcome =
          engine.yearTurn().turn(drafts.apply(EventCode.CLOSE), next, change::write);
      if (outcome.closedNow()) {
        return renewed;
      }
    }
    throw new VaultException.Conflict("other processes close the log all the time; try again");
  }

  /** What changes with the end of the log, if nothing else changed since it was prepared. */
  private final class Change {
    private final EntryDraft draft;
    private final StateRow prepared;
    private final List<SlotRow> wrappedFrom;
    private final List<SlotRow> slots;
    private final LogKeys next;

    private Change(
        EntryDraft draft,
        StateRow prepared,
        List<SlotRow> wrappedFrom,
        List<SlotRow> slots,
        LogKeys next) {
      this.draft = draft;
      this.prepared = prepared;
      this.wrappedFrom = wrappedFrom;
      this.slots = slots;
      this.next = next;
    }

    private void write(LedgerTransaction last, Shard log) {
      if (last.state().generation() != prepared.generation()
          || !last.rows().slots().equals(wrappedFrom)) {
        throw new VaultException.Conflict(
            "another administrator changed slots, keys or rules meanwhile; try again");
      }
      Approval.demandNoneStale(engine, last, wrappedFrom, slots);
      slots.forEach(last.rows()::deleteSlot);
      slots.forEach(last.rows()::insertSlot);
      long at = last.append(draft);
      tellSlots(last);
      PayloadRow announced = Founding.payload(announcement(log));
      last.rows().putPayload(announced);
      last.append(drafts.apply(EventCode.KEY_NEXT).publishing(announced.sha256()));
      last.rows().insertJob(done(last, at));
    }

    private void tellSlots(LedgerTransaction last) {
      Bytes digest = StateSeal.slotDigest(engine.id, slots);
      slots.stream()
          .filter(slot -> !slot.wraps())
          .forEach(
              slot ->
                  last.append(
                      Slots.tell(draft.event(EventCode.KEY_SLOT_STALE), slot).committing(digest)));
      last.append(
          draft
              .event(EventCode.KEY_SLOT_CHANGE)
              .with("slots", (long) slots.size())
              .committing(digest));
    }

    /** For an auditor to make the next log's policy from. */
    private Bytes announcement(Shard log) {
      LogPublicKeys keys = LogPublicKeys.of(LogBooks.signer(next));
      LogVerifierKeys named = keys.named(log.origin());
      return Bytes.wrap(
          CanonicalJson.write(
              JsonValue.members()
                  .put("origin", log.origin())
                  .put("ed25519", keys.ed25519().hex())
                  .put("ml-dsa-44", keys.mlDsa44().hex())
                  .put(
                      "vkeys",
                      JsonValue.ofTexts(
                          Stream.of(named.ed25519(), named.mlDsa44())
                              .map(VerifierKey::vkey)
                              .toList()))
                  .build()));
    }

    /** For the age of the keys; there is nothing left to do. */
    private JobRow done(LedgerTransaction last, long at) {
      byte[] id = new byte[16];
      engine.random.nextBytes(id);
      long now = engine.options.clock().millis();
      return new JobRow(
          Bytes.wrap(id),
          KeyLevel.LOG.text(),
          "proven",
          "ended",
          0,
          Bytes.of(new byte[0]),
          slots.size(),
          slots.size(),
          0,
          now,
          now,
          last.shard(),
          at);
    }
  }
}
