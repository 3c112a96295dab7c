package org.patientvault.internal.jobs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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

/** Holds slots, policy and schema against the newest entries that changed them, and their tag. */
final class StateCheck {
  private final VaultId vault;
  private final VaultKeys keys;
  private final RecordsCheck check;
  private final Map<EventCode, Long> newest = new EnumMap<>(EventCode.class);

  StateCheck(VaultId vault, VaultKeys keys, RecordsCheck check) {
    this.vault = vault;
    this.keys = keys;
    this.check = check;
  }

  void run(ReadView snapshot) {
    snapshot.streamEntries(check.shard(), 0, Long.MAX_VALUE, this::note);
    Optional<StateRow> state = snapshot.state();
    if (state.isEmpty()) {
      check.found("STATE DELETED");
      return;
    }
    boolean policy =
        config(snapshot, "POLICY", "policy", state.get().policyVersion(), EventCode.POLICY);
    boolean schema =
        config(snapshot, "SCHEMA", "schema", state.get().schemaVersion(), EventCode.CONFIG);
    boolean slots = slots(snapshot, state.get());
    boolean named = policy || schema || slots;
    if (!named) {
      tag(snapshot, state.get());
    }
  }

  /** Slot events count as one: the newest of them speaks for the whole set. */
  private void note(LogEntryRow row) {
    RecordsCheck.parse(row).ifPresent(entry -> newest.put(kind(entry.event()), row.index()));
  }

  private static EventCode kind(EventCode event) {
    return switch (event) {
      case GENESIS, KEY_SLOT_REMOVE, KEY_SLOT_CHANGE, KEY_SLOT_STALE, KEY_SLOT_ADD ->
          EventCode.KEY_SLOT_ADD;
      default -> event;
    };
  }

  private boolean config(
      ReadView snapshot, String label, String kind, int version, EventCode event) {
    check.looked();
    Long at = newest.get(event);
    Bytes expected = at == null ? null : check.entry(snapshot, at).map(Entry::payload).orElse(null);
    Optional<ConfigRow> row = snapshot.config(kind, version);
    Bytes found = row.map(r -> Founding.payload(r.body()).sha256()).orElse(null);
    if (expected == null || found == null || !expected.equals(found)) {
      check.found(
          label + " CHANGED expected=" + hex(expected) + " found=" + hex(found) + " entry=" + at);
      return true;
    }
    return false;
  }

  private boolean slots(ReadView snapshot, StateRow state) {
    check.looked();
    Long at = newest.get(EventCode.KEY_SLOT_ADD);
    Bytes expected = at == null ? null : check.entry(snapshot, at).map(Entry::digest).orElse(null);
    Bytes found = StateSeal.slotDigest(vault, snapshot.slots());
    if (at == null || expected == null || !expected.equals(found) || at != state.logIndex()) {
      check.found(
          "SLOTS CHANGED expected=" + hex(expected) + " found=" + found.hex() + " entry=" + at);
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
