package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;

/**
 * Where entries stand, through all logs of a vault: each place is one number, which rises from log
 * to log. Of one snapshot.
 */
final class LogPlaces {
  /** Of what names no entry. */
  static final long NOWHERE = -1;

  private final List<Log> logs;

  /** The log's places are those from {@code base} up to and without {@code end}. */
  private record Log(LogBooks books, long base, long end) {
    int number() {
      return books.shard().number();
    }
  }

  /** An entry and where it stands. */
  record Placed(long place, Entry entry) {}

  /** Takes entries of all logs. */
  @FunctionalInterface
  interface Sink {
    void take(LogBooks books, long place, LogEntryRow row);
  }

  private LogPlaces(List<Log> logs) {
    this.logs = List.copyOf(logs);
  }

  /** The logs that {@link LogChain} finds. */
  static LogPlaces of(LogBooks books, ReadView rows) {
    List<Log> logs = new ArrayList<>();
    List<Shard> chain = LogChain.of(rows);
    long base = 0;
    for (Shard shard : chain) {
      boolean newest = logs.size() == chain.size() - 1;
      long size = rows.logHead(shard.number()).map(LogHeadRow::size).orElse(0L);
      long end = newest ? Long.MAX_VALUE : base + Math.max(0, size);
      logs.add(new Log(books.of(shard), base, end));
      base = end;
    }
    return new LogPlaces(logs);
  }

  /** Every log's books, the oldest first. */
  List<LogBooks> books() {
    return logs.stream().map(Log::books).toList();
  }

  /** The newest log's. */
  LogBooks newest() {
    return last().books();
  }

  private Log last() {
    return logs.get(logs.size() - 1);
  }

  boolean has(int shard) {
    return logs.stream().anyMatch(log -> log.number() == shard);
  }

  /**
   * The place that a row names; one that names no log of this vault is looked for in the newest.
   */
  long of(int shard, long index) {
    Log log = logs.stream().filter(each -> each.number() == shard).findFirst().orElse(last());
    boolean beyond = index >= log.end() - log.base();
    if (index < 0 || (beyond && log.equals(last()))) {
      return index; // of no entry, and still told as the row has it
    }
    return beyond ? NOWHERE : log.base() + index;
  }

  /** In words: the index, and which log's it is, unless it is the newest's. */
  String text(int shard, long index) {
    boolean newest = shard == last().number() || !has(shard);
    return index + (newest ? "" : "@" + Shard.name(shard));
  }

  /** As {@link #text(int, long)}. */
  String text(long place) {
    return at(place)
        .map(log -> text(log.number(), place - log.base()))
        .orElse(String.valueOf(place));
  }

  private Optional<Log> at(long place) {
    return logs.stream().filter(log -> place >= log.base() && place < log.end()).findFirst();
  }

  /** The log that this place is in; the newest's for a place that is none. */
  LogBooks booksAt(long place) {
    return at(place).orElse(last()).books();
  }

  Optional<Entry> entry(ReadView rows, long place) {
    return at(place)
        .flatMap(log -> rows.logEntry(log.number(), place - log.base()))
        .flatMap(RecordsCheck::parse);
  }

  /** Hands on every entry of every log, in order. */
  void each(ReadView rows, Sink sink) {
    for (Log log : logs) {
      rows.streamEntries(
          log.number(),
          0,
          log.end() - log.base(),
          row -> sink.take(log.books(), log.base() + row.index(), row));
    }
  }
}
