package org.patientvault;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Public texts of one kind, the newest in force, each named by a log entry. */
final class LoggedText {
  /** The kinds of text that {@code CONFIG} entries put in force. */
  private static final List<String> CONFIGURED =
      List.of(
          "schema",
          StateSeal.WITNESSES,
          StateSeal.ADMINISTRATORS,
          RetentionRule.CONFIG,
          ErasureRule.CONFIG);

  private static final Comparator<ConfigRow> BY_PLACE =
      Comparator.comparing(ConfigRow::logShard, Shard.ORDER).thenComparingLong(ConfigRow::logIndex);

  private LoggedText() {}

  private record Place(int shard, long index) {}

  /**
   * The text that was put in force last; empty when none ever was.
   *
   * @throws VaultException.Tampered when it is not the one that its log entry names, or not the one
   *     of the latest entry
   */
  static Optional<Bytes> newest(ReadView rows, String kind) {
    List<ConfigRow> all = rows.configs(kind);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    ConfigRow newest = all.get(all.size() - 1);
    List<ConfigRow> earlier = all.subList(0, all.size() - 1);
    if (earlier.stream().anyMatch(row -> BY_PLACE.compare(row, newest) >= 0)) {
      throw tampered(newest);
    }
    return Optional.of(checked(rows, newest));
  }

  /**
   * Looks through the log behind the newest text of this kind for one whose row was deleted. For
   * texts that {@code CONFIG} entries put in force, and before what cannot be undone.
   *
   * @throws VaultException.Tampered when a row is missing
   */
  static void checkNoneIsGone(ReadView rows, String kind) {
    List<ConfigRow> all = rows.configs(kind);
    if (all.isEmpty()) {
      return;
    }
    ConfigRow newest = all.get(all.size() - 1);
    Set<Place> known =
        CONFIGURED.stream()
            .flatMap(each -> rows.configs(each).stream())
            .map(row -> new Place(row.logShard(), row.logIndex()))
            .collect(Collectors.toSet());
    for (Shard log : LogChain.of(rows)) {
      if (Shard.ORDER.compare(log.number(), newest.logShard()) >= 0) {
        long from = log.number() == newest.logShard() ? newest.logIndex() : 0;
        rows.streamEntries(
            log.number(), from, Long.MAX_VALUE, row -> checkKnown(row, known, newest));
      }
    }
  }

  private static void checkKnown(LogEntryRow row, Set<Place> known, ConfigRow newest) {
    boolean puts = Entry.parse(row.leaf().toArray()).event() == EventCode.CONFIG;
    if (puts && !known.contains(new Place(row.shard(), row.index()))) {
      throw tampered(newest);
    }
  }

  private static Bytes checked(ReadView rows, ConfigRow row) {
    Optional<Bytes> named =
        rows.logEntry(row.logShard(), row.logIndex())
            .map(entry -> Entry.parse(entry.leaf().toArray()).payload());
    if (!named.equals(Optional.of(Founding.payload(row.body()).sha256()))) {
      throw tampered(row);
    }
    return row.body();
  }

  private static VaultException.Tampered tampered(ConfigRow row) {
    return new VaultException.Tampered(
        "the "
            + row.kind()
            + " rule is not the one that the log names; run patientvault audit verify --records");
  }
}
