package org.patientvault.internal.ledger;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.patientvault.audit.Entry;
import org.patientvault.audit.Incident;
import org.patientvault.audit.PreviousLog;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The logs of a vault, found from the newest one backwards: each names the one before in its
 * GENESIS. A row of a log that none of them names is not among them. Checks no signature.
 */
public final class LogChain {
  private LogChain() {}

  /**
   * All logs, the oldest first, as far as they are there.
   *
   * @throws VaultException.Tampered when even the newest is not
   */
  public static List<Shard> of(ReadView rows) {
    ArrayDeque<Shard> chain = new ArrayDeque<>();
    Optional<LogHeadRow> head = rows.logHead(rows.theState().shard());
    while (head.isPresent() && chain.stream().noneMatch(isOf(head.get()))) {
      chain.addFirst(new Shard(head.get().shard(), head.get().origin()));
      head = previous(rows, head.get().shard()).flatMap(before -> head(rows, before.origin()));
    }
    if (chain.isEmpty()) {
      throw new VaultException.Tampered("the vault's log head is gone");
    }
    return List.copyOf(chain);
  }

  private static Predicate<Shard> isOf(LogHeadRow head) {
    return log -> log.number() == head.shard();
  }

  private static Optional<LogHeadRow> head(ReadView rows, String origin) {
    return rows.logHeads().stream().filter(head -> head.origin().equals(origin)).findFirst();
  }

  /**
   * What the GENESIS of the log with this number says that it follows; empty too if it is gone or
   * was changed.
   */
  public static Optional<PreviousLog> previous(ReadView rows, int shard) {
    try {
      return genesisText(rows, shard).flatMap(text -> PreviousLog.of(text.toArray()));
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }

  /** Every incident that a log of the chain names, the oldest first. */
  public static List<Incident> incidents(ReadView rows) {
    return of(rows).stream().flatMap(log -> incident(rows, log.number()).stream()).toList();
  }

  /** What the GENESIS of the log with this number says that it began after. */
  public static Optional<Incident> incident(ReadView rows, int shard) {
    try {
      return genesisText(rows, shard).flatMap(text -> Incident.of(text.toArray()));
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }

  /**
   * The text that the GENESIS of the log with this number names; empty if it is gone or changed.
   */
  public static Optional<Bytes> genesisText(ReadView rows, int shard) {
    return rows.logEntry(shard, Founding.GENESIS_INDEX)
        .flatMap(LogChain::named)
        .flatMap(rows::payload)
        .filter(text -> Founding.payload(text.body()).equals(text))
        .map(PayloadRow::body);
  }

  private static Optional<Bytes> named(LogEntryRow genesis) {
    try {
      return Optional.ofNullable(Entry.parse(genesis.leaf().toArray()).payload());
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }
}
