package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.internal.ledger.NodeRegistry;
import org.patientvault.internal.store.NodeRow;

/**
 * A process that has the vault open, as the database knows it. No evidence: whoever can write into
 * the database can write here.
 *
 * @param name as {@link VaultOptions#node} of that process
 * @param boot tells two runs apart, as in the log's entries
 * @param since when it wrote its first entry
 * @param lastSeen by the clock that all nodes share; a living process is seen every ten seconds
 * @param live whether it was seen lately
 * @param keyOutSince since when what opened the vault for it is out of reach; empty while it is not
 * @param keyOutUntil until when it goes on with the keys in memory; empty when it dropped them
 */
public record NodeInfo(
    String name,
    int boot,
    Instant since,
    Instant lastSeen,
    boolean live,
    Optional<Instant> keyOutSince,
    Optional<Instant> keyOutUntil) {
  static List<NodeInfo> of(List<NodeRow> rows, long nowMillis) {
    long oldest = nowMillis - NodeRegistry.LIVE.toMillis();
    return rows.stream()
        .map(
            row ->
                new NodeInfo(
                    row.name(),
                    row.boot(),
                    Instant.ofEpochMilli(row.startedMillis()),
                    Instant.ofEpochMilli(row.seenMillis()),
                    row.seenMillis() >= oldest,
                    time(row.keyOutMillis()),
                    time(row.keyUntilMillis())))
        .toList();
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
