package org.patientvault;

import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.crypto.WrappedKeyset;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.HeadSeal;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateGuard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Opens a vault: a slot, then the keysets, then the check that slots, policy and schema are what
 * the log says.
 */
final class VaultOpening {
  static final String VAULT_ID = "vault-id";
  static final String RESERVED = Founding.RESERVED;

  private VaultOpening() {}

  static Engine open(StoreLocation location, List<Unlock> unlocks, VaultOptions options) {
    return open(location, unlocks, options, System::nanoTime);
  }

  /** {@code nanoTicker} is what ages and leases of keys are measured by. */
  static Engine open(
      StoreLocation location, List<Unlock> unlocks, VaultOptions options, LongSupplier nanoTicker) {
    Store store = Store.open(location, options.databaseLogin());
    try {
      VaultId vault = store.read(VaultOpening::vaultId);
      Locked locked = store.read(rows -> new Locked(rows.slots(), keysets(rows)));
      try (Slots.Opened secrets = Slots.open(vault, locked.slots(), unlocks)) {
        VaultKeys keys = VaultKeys.open(vault, secrets.root(), locked.keysets());
        LogKeys logKeys = LogKeys.parse(secrets.log());
        KeysInMemory inMemory = new KeysInMemory(keys, logKeys, secrets.opening(), nanoTicker);
        Engine engine = engine(store, vault, inMemory, unlocks, options);
        return tellingRecovery(engine, secrets.by());
      }
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  /** The keys, what opened them, and the ticker that says how long they may stay. */
  record KeysInMemory(
      VaultKeys keys, LogKeys logKeys, Slots.Opening opening, LongSupplier nanoTicker) {}

  /** What a slot opens, and what stands under it then. */
  private record Locked(List<SlotRow> slots, List<WrappedKeyset> keysets) {}

  /** A recovery key is for an emergency: that it opened the vault is in the log, come what may. */
  private static Engine tellingRecovery(Engine engine, SlotRow slot) {
    if (slot.kind().equals(Unlock.RECOVERY)) {
      try {
        EntryDraft draft = EntryDraft.of(EventCode.KEY_STATE).with("action", "open");
        engine.ledger.append(List.of(Slots.tell(draft, slot)));
      } catch (RuntimeException e) {
        engine.close();
        throw e;
      }
    }
    return engine;
  }

  /** The engine over an opened store; refuses a state that is not what was sealed and logged. */
  static Engine engine(
      Store store,
      VaultId vault,
      KeysInMemory inMemory,
      List<Unlock> unlocks,
      VaultOptions options) {
    VaultKeys keys = inMemory.keys();
    StateGuard guard = new StateGuard(new StateSeal(vault, keys.stateMac()));
    return store.read(
        rows -> {
          StateRow state = guard.state(rows);
          checkLogged(rows, Rules.POLICY, state.policyVersion());
          checkLogged(rows, Rules.SCHEMA, state.schemaVersion());
          LogHeadRow head = head(rows, state.shard());
          new HeadSeal(keys.stateMac()).verified(head, state.generation());
          return new Engine(
              vault,
              store,
              inMemory,
              new Shard(head.shard(), head.origin()),
              new PatientRef(meta(rows, RESERVED)),
              Rules.load(rows, state),
              guard,
              unlocks,
              options);
        });
  }

  /** The text in force must be the one whose hash its log entry names. */
  private static void checkLogged(ReadView rows, String kind, int version) {
    ConfigRow config = rows.config(kind, version).orElseThrow(() -> gone(kind));
    Bytes named =
        rows.logEntry(config.logShard(), config.logIndex())
            .map(entry -> Entry.parse(entry.leaf().toArray()).payload())
            .orElseThrow(() -> gone("log entry of the " + kind));
    if (!Founding.payload(config.body()).sha256().equals(named)) {
      throw new VaultException.Tampered(
          "the "
              + kind
              + " is not the one that log entry "
              + config.logIndex()
              + " names; run patientvault audit verify --records");
    }
  }

  static VaultLabel label(StoreLocation location, DatabaseLogin login) {
    try (Store store = Store.examine(location, login)) {
      return store.read(
          rows ->
              new VaultLabel(
                  vaultId(rows),
                  head(rows, rows.theState().shard()).origin(),
                  slots(rows.slots())));
    }
  }

  static List<SlotInfo> slots(List<SlotRow> slots) {
    return slots.stream()
        .map(slot -> new SlotInfo(slot.slotId().hex(), slot.kind(), slot.uri(), slot.state()))
        .toList();
  }

  static List<WrappedKeyset> keysets(ReadView rows) {
    return rows.keysets().stream()
        .map(k -> new WrappedKeyset(k.name(), k.generation(), k.wrapped()))
        .toList();
  }

  private static LogHeadRow head(ReadView rows, int shard) {
    return rows.logHead(shard).orElseThrow(() -> gone("log head"));
  }

  static VaultId vaultId(ReadView rows) {
    return new VaultId(meta(rows, VAULT_ID));
  }

  static Shard shard(ReadView rows) {
    LogHeadRow head = head(rows, rows.theState().shard());
    return new Shard(head.shard(), head.origin());
  }

  /** The log that an administrator or auditor calls so, by its origin or how that ends. */
  static Shard shard(ReadView rows, String name) {
    List<Shard> all =
        rows.logHeads().stream().map(head -> new Shard(head.shard(), head.origin())).toList();
    return all.stream()
        .filter(log -> log.origin().equals(name) || log.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new VaultException.NotFound(
                    "no log of this vault is called so; there are: " + names(all)));
  }

  private static String names(List<Shard> all) {
    return all.stream()
        .sorted(Comparator.comparing(Shard::number, Shard.ORDER))
        .map(Shard::name)
        .collect(Collectors.joining(", "));
  }

  private static Bytes meta(ReadView rows, String name) {
    return rows.meta(name).orElseThrow(() -> gone(name));
  }

  private static VaultException.Tampered gone(String what) {
    return new VaultException.Tampered(
        "the vault's " + what + " is gone; restore a backup and keep this file");
  }
}
