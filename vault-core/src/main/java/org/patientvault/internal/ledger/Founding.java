package org.patientvault.internal.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultId;

/**
 * The first entries of a vault, in this order: GENESIS, then policy, schema and the reserved
 * subject's key, each committed by the entry that names it.
 */
public final class Founding {
  /** The meta row that names the reserved subject. */
  public static final String RESERVED = "reserved-subject";

  public static final long GENESIS_INDEX = 0;

  private static final int FIRST_GENERATION = 1;

  public static final long POLICY_INDEX = 1;
  public static final long SCHEMA_INDEX = 2;
  public static final long RESERVED_INDEX = 3;

  private final VaultId vault;
  private final Shard shard;
  private final VaultKeys keys;
  private final Node node;
  private final Clock clock;

  public Founding(
      VaultId vault,
      Shard shard,
      VaultKeys keys,
      String nodeName,
      SecureRandom random,
      Clock clock) {
    this.vault = vault;
    this.shard = shard;
    this.keys = keys;
    this.node = Node.boot(nodeName, shard.origin(), random);
    this.clock = clock;
  }

  /**
   * Writes config, the reserved subject's key, the log's head and its first entries, and seals the
   * state.
   */
  public void write(WriteView rows, List<ConfigRow> configs, KeyRow reserved, byte[] genesis) {
    configs.forEach(rows::insertConfig);
    configs.forEach(config -> rows.putPayload(payload(config.body())));
    rows.insertPatientKey(reserved);
    PayloadRow facts = payload(Bytes.wrap(genesis));
    rows.putPayload(facts);
    LogHeadRow head = emptyHead();
    rows.insertLogHead(head);
    StateRow state =
        new StateRow(
            FIRST_GENERATION,
            shard.number(),
            1,
            1,
            shard.number(),
            GENESIS_INDEX,
            Bytes.wrap(new byte[0]));
    state = new StateSeal(vault, keys.stateMac()).sealed(state, rows);
    rows.putState(state);
    LogSubjects subjects = new LogSubjects(shard.origin(), shard.number(), keys);
    append(
        rows,
        new LedgerTransaction(rows, head, state, new WrittenDigests(), subjects, 0),
        subjects,
        facts,
        configs,
        reserved);
  }

  private LogHeadRow emptyHead() {
    MerkleFrontier empty = new MerkleFrontier();
    Bytes none = Bytes.wrap(new byte[0]);
    return new HeadSeal(keys.stateMac())
        .sealed(
            new LogHeadRow(
                shard.number(), shard.origin(), 0, empty.root(), empty.encode(), 1, none),
            FIRST_GENERATION);
  }

  private void append(
      WriteView rows,
      LedgerTransaction transaction,
      LogSubjects subjects,
      PayloadRow facts,
      List<ConfigRow> configs,
      KeyRow reserved) {
    transaction.append(
        EntryDraft.of(EventCode.GENESIS)
            .committing(StateSeal.slotDigest(vault, rows.slots()))
            .publishing(facts.sha256()));
    for (ConfigRow config : configs) {
      EventCode event = config.kind().equals("policy") ? EventCode.POLICY : EventCode.CONFIG;
      transaction.append(
          EntryDraft.of(event)
              .publishing(payload(config.body()).sha256())
              .with("kind", config.kind()));
    }
    transaction.append(
        EntryDraft.of(EventCode.KEY_CREATE)
            .committing(
                RowDigests.patientKey(
                    vault, reserved.patient(), reserved.version(), reserved.commitment()))
            .with("subject", "reserved"));
    new EntryWriter(shard, keys, subjects, clock).write(transaction, node);
  }

  /** A public text under its digest. */
  public static PayloadRow payload(Bytes body) {
    return new PayloadRow(Sha256.of(body.unsafeArray()), body);
  }
}
