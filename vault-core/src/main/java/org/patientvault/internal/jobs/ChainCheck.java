package org.patientvault.internal.jobs;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.PreviousLog;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/** Holds each log against the one before: it was closed, signed, and is the one that is named. */
final class ChainCheck {
  private final LogPlaces places;
  private final RecordsCheck check;

  ChainCheck(LogPlaces places, RecordsCheck check) {
    this.places = places;
    this.check = check;
  }

  void run(ReadView snapshot) {
    List<Shard> logs = places.books().stream().map(LogBooks::shard).toList();
    if (LogChain.genesisText(snapshot, logs.get(0).number()).isEmpty()) {
      broken(logs.get(0), "the text that its GENESIS names is gone or was changed");
      return;
    }
    LogChain.previous(snapshot, logs.get(0).number())
        .ifPresent(named -> broken(logs.get(0), "the log before it is gone: " + named.origin()));
    for (int i = 1; i < logs.size(); i++) {
      check.looked();
      Optional<PreviousLog> named = LogChain.previous(snapshot, logs.get(i).number());
      if (named.isPresent()) {
        follows(snapshot, logs.get(i), logs.get(i - 1), named.get());
      }
    }
  }

  private void follows(ReadView snapshot, Shard log, Shard before, PreviousLog named) {
    Optional<LogHeadRow> head = snapshot.logHead(before.number());
    Optional<CheckpointRow> last = snapshot.latestCheckpoint(before.number());
    boolean closed =
        snapshot
            .logEntry(before.number(), named.size() - 1)
            .flatMap(RecordsCheck::parse)
            .map(Entry::event)
            .filter(EventCode.CLOSE::equals)
            .isPresent();
    Optional<Bytes> note = last.map(row -> Sha256.of(row.note().toArray()));
    if (head.map(LogHeadRow::size).filter(size -> size == named.size()).isEmpty()
        || head.map(LogHeadRow::root).filter(named.root()::equals).isEmpty()
        || note.filter(named.note()::equals).isEmpty()) {
      broken(log, "the log before it ends with another note than its GENESIS names");
    } else if (!closed && LogChain.incident(snapshot, log.number()).isEmpty()) {
      broken(log, "the log before it does not end with CLOSE");
    }
  }

  private void broken(Shard log, String why) {
    check.found("CHAIN BROKEN log=" + log.name() + " (" + why + ")");
  }
}
