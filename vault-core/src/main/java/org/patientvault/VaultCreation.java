package org.patientvault;

import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.documents.ShippedFiles;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.KeysetRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.internal.store.WriteView;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/**
 * Makes a vault in one transaction: keys, first slot, schema, policy, reserved subject, and the
 * GENESIS entry.
 */
final class VaultCreation {
  /** Part of every origin. The log is not fetched from there; it only must never change. */
  static final String HOST = "patientvault.org";

  private final VaultId vault;
  private final Shard shard;
  private final VaultKeys keys;
  private final LogKeys logKeys = LogKeys.generate();
  private final PatientRef reserved;
  private final PatientKey reservedKey = PatientKey.random(1);
  private final SecureRandom random;
  private final VaultOptions options;

  private VaultCreation(VaultOptions options, SecureRandom random) {
    this.options = options;
    this.random = random;
    this.vault = new VaultId(randomBytes(VaultId.SIZE_BYTES));
    this.reserved = new PatientRef(randomBytes(PatientRef.SIZE_BYTES));
    this.keys = VaultKeys.generate(vault);
    this.shard = Shard.of(HOST, vault, options.clock().instant().atZone(ZoneOffset.UTC).getYear());
  }

  static Engine create(StoreLocation location, Unlock first, VaultOptions options) {
    VaultCreation creation = new VaultCreation(options, new SecureRandom());
    Store store =
        Store.create(
            location, options.databaseLogin(), rows -> creation.found(rows, creation.enrol(first)));
    SlotRow slot = store.read(ReadView::slots).get(0);
    return VaultOpening.engine(
        store,
        creation.vault,
        new VaultOpening.KeysInMemory(
            creation.keys, creation.logKeys, new Slots.Opening(slot, first), System::nanoTime),
        List.of(first),
        options);
  }

  private SlotRow enrol(Unlock first) {
    try (Slots.Opened secrets = new Slots.Opened(keys.rootBytes(), logKeys.toBytes())) {
      return Slots.enrol(vault, first, secrets, random);
    }
  }

  private Void found(WriteView rows, SlotRow slot) {
    rows.putMeta(VaultOpening.VAULT_ID, vault.value());
    rows.putMeta(VaultOpening.RESERVED, reserved.value());
    rows.insertSlot(slot);
    keys.wrapped()
        .forEach(k -> rows.insertKeyset(new KeysetRow(k.name(), k.generation(), k.wrapped())));
    Bytes commitment = keys.patientWrap().commitment(reserved, reservedKey);
    Founding founding = new Founding(vault, shard, keys, options.node(), random, options.clock());
    founding.write(
        rows,
        List.of(
            new ConfigRow(
                Rules.POLICY,
                1,
                Bytes.wrap(ShippedFiles.defaultPolicy()),
                shard.number(),
                Founding.POLICY_INDEX),
            new ConfigRow(
                Rules.SCHEMA,
                1,
                Bytes.wrap(ShippedFiles.fhirR4Schema()),
                shard.number(),
                Founding.SCHEMA_INDEX)),
        new KeyRow(
            reserved,
            1,
            KeyStates.ACTIVE,
            keys.patientWrap().wrap(reserved, reservedKey),
            commitment,
            shard.number(),
            Founding.RESERVED_INDEX),
        GenesisFacts.first(logKeys));
    return null;
  }

  private Bytes randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
