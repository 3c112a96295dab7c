package org.patientvault.internal.jobs;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** Holds slots, policy and schema against the entries that changed them, and their tag. */
final class StateCheck {
  /** They count as one: the newest of them speaks for the whole set. */
  private static final Set<EventCode> OF_SLOTS =
      EnumSet.of(
          EventCode.GENESIS,
          EventCode.KEY_SLOT_ADD,
          EventCode.KEY_SLOT_CHANGE,
          EventCode.KEY_SLOT_REMOVE,
          EventCode.KEY_SLOT_STALE);

  private final VaultId vault;
  private final VaultKeys keys;
  private final RecordsCheck check;
  private final ConfigCheck policies;
  private final ConfigCheck schemas;
  private @Nullable Long newestOfSlots;

  StateCheck(VaultId vault, VaultKeys keys, RecordsCheck check) {
    this.vault = vault;
    this.keys = keys;
    this.check = check;
    this.policies = new ConfigCheck("policy", "POLICY", EventCode.POLICY, check);
    this.schemas = new ConfigCheck("schema", "SCHEMA", EventCode.CONFIG, check);
  }

  void run(ReadView snapshot) {
    check.places().each(snapshot, (log, place, row) -> note(place, row));
    Optional<StateRow> state = snapshot.state();
    if (state.isEmpty()) {
      check.found("STATE DELETED");
      return;
    }
    schemas.leave(snapshot.configs(StateSeal.WITNESSES));
    schemas.leave(snapshot.configs(StateSeal.ADMINISTRATORS));
    schemas.leave(snapshot.configs("retention"));
    schemas.leave(snapshot.configs("erasure"));
    boolean policy = policies.run(snapshot, state.get().policyVersion());
    boolean schema = schemas.run(snapshot, state.get().schemaVersion());
    boolean slots = slots(snapshot, state.get());
    texts(snapshot, "key-policy", "KEY POLICY", EventCode.KEY_STATE);
    texts(snapshot, "retention", "RETENTION", EventCode.CONFIG);
    texts(snapshot, "erasure", "ERASURE RULE", EventCode.CONFIG);
    texts(snapshot, StateSeal.WITNESSES, "WITNESSES", EventCode.CONFIG);
    texts(snapshot, StateSeal.ADMINISTRATORS, "ADMINISTRATORS", EventCode.CONFIG);
    new CosignatureCheck(check).run(snapshot);
    boolean named = policy || schema || slots;
    if (!named) {
      tag(snapshot, state.get());
    }
  }

  /** Each is the text that its entry names. */
  private void texts(ReadView snapshot, String kind, String label, EventCode event) {
    LogPlaces places = check.places();
    long latest = LogPlaces.NOWHERE;
    for (ConfigRow row : snapshot.configs(kind)) {
      check.looked();
      Bytes named =
          check
              .entry(snapshot, places.of(row.logShard(), row.logIndex()))
              .filter(entry -> entry.event() == event)
              .map(Entry::payload)
              .orElse(null);
      long place = places.of(row.logShard(), row.logIndex());
      boolean later = place > latest;
      latest = place;
      if (!places.has(row.logShard())
          || !later
          || !Objects.equals(named, Founding.payload(row.body()).sha256())) {
        check.found(
            label
                + " CHANGED version="
                + row.version()
                + " entry="
                + places.text(row.logShard(), row.logIndex()));
      }
    }
  }

  private void note(long place, LogEntryRow row) {
    RecordsCheck.parse(row).ifPresent(entry -> note(place, entry));
  }

  private void note(long index, Entry entry) {
    policies.note(index, entry);
    schemas.note(index, entry);
    if (OF_SLOTS.contains(entry.event())) {
      newestOfSlots = index;
    }
  }

  private boolean slots(ReadView snapshot, StateRow state) {
    check.looked();
    Long at = newestOfSlots;
    Bytes expected = at == null ? null : check.entry(snapshot, at).map(Entry::digest).orElse(null);
    Bytes found = StateSeal.slotDigest(vault, snapshot.slots());
    if (at == null
        || expected == null
        || !expected.equals(found)
        || at != check.places().of(state.logShard(), state.logIndex())) {
      check.found(
          "SLOTS CHANGED expected="
              + hex(expected)
              + " found="
              + found.hex()
              + " entry="
              + (at == null ? "null" : check.places().text(at)));
      return true;
    }
    return false;
  }

  private void tag(ReadView snapshot, StateRow state) {
    try {
      new StateSeal(vault, keys.stateMac()).verify(state, snapshot);
    } catch (VaultException.Tampered e) {
      check.found("STATE CHANGED (its tag does not fit)");
    }
  }

  private static String hex(@Nullable Bytes digest) {
    return digest == null ? "nothing" : digest.hex();
  }
}
