package org.patientvault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * When each level of keys was renewed, and which compromises were told, as all logs of the vault
 * have it: held against their sealed heads. Of one snapshot.
 */
final class KeyTimeline {
  static final String ID = "compromise";
  static final String STEP = "step";
  static final String BEGUN = "begun";
  static final String DONE = "done";
  private static final int MOST_BYTES = 1 << 20;

  private static final Set<EventCode> TELLING =
      EnumSet.of(EventCode.KEY_ROTATE, EventCode.KEY_STATE, EventCode.COMPROMISE);

  /** What says that somebody used data, or read the log. */
  private static final Set<EventCode> ACCESSES =
      EnumSet.of(
          EventCode.READ,
          EventCode.QUERY,
          EventCode.CREATE,
          EventCode.UPDATE,
          EventCode.DELETE,
          EventCode.EXPORT,
          EventCode.DENY,
          EventCode.BTG_OPEN,
          EventCode.LOG_READ,
          EventCode.BACKUP);

  /** A level that got a new key; it has ended when nothing was left under the one before. */
  private record Renewal(
      KeyLevel level, CompromiseReport.Moment begun, Optional<CompromiseReport.Moment> ended) {
    Renewal ended(CompromiseReport.Moment at) {
      return new Renewal(level, begun, Optional.of(at));
    }

    boolean hasEnded() {
      return ended.isPresent();
    }
  }

  /** A compromise that was told: its entry, its public facts, and its sealed detail. */
  record Told(CompromiseReport.Moment at, JsonValue.Members facts, JsonValue.Members detail) {
    String text(String name) {
      return facts.members().get(name) instanceof JsonValue.Text text ? text.text() : "";
    }

    String sealed(String name) {
      return detail.members().get(name) instanceof JsonValue.Text text ? text.text() : "";
    }

    long number(String name) {
      return facts.members().get(name) instanceof JsonValue.Whole whole ? whole.number() : 0;
    }
  }

  private final List<Shard> logs;
  private final List<Renewal> renewals = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private CompromiseReport.Moment genesis;

  private KeyTimeline(List<Shard> logs) {
    this.logs = logs;
    this.genesis = new CompromiseReport.Moment(logs.get(0).origin(), 0, Instant.EPOCH);
  }

  static KeyTimeline of(Engine engine, ReadView rows) {
    KeyTimeline timeline = new KeyTimeline(LogChain.of(rows));
    for (Shard log : timeline.logs) {
      LogBooks books = engine.books().of(log);
      books.stream(
          rows,
          entry -> TELLING.contains(entry.event()),
          (index, entry, detail) -> timeline.take(rows, log, index, entry, detail));
    }
    return timeline;
  }

  private void take(ReadView rows, Shard log, long index, Entry entry, Optional<byte[]> detail) {
    CompromiseReport.Moment at =
        new CompromiseReport.Moment(log.origin(), index, entry.stamp().time());
    if (entry.event() == EventCode.GENESIS && log.equals(logs.get(0))) {
      genesis = at;
    }
    if (!TELLING.contains(entry.event()) || entry.outcome() != Outcome.SUCCESS) {
      return;
    }
    JsonValue.Members said = detail.map(KeyTimeline::members).orElse(JsonValue.members().build());
    switch (entry.event()) {
      case KEY_ROTATE -> rotated(entry, at, said);
      case KEY_STATE -> proven(at, said);
      default -> text(rows, entry).ifPresent(facts -> told.add(new Told(at, facts, said)));
    }
  }

  private static JsonValue.Members members(byte[] detail) {
    return (JsonValue.Members) CanonicalJson.parse(detail, LogReports.MAX_DETAIL_BYTES);
  }

  private static Optional<JsonValue.Members> text(ReadView rows, Entry entry) {
    Bytes named = entry.payload();
    if (named == null) {
      return Optional.empty();
    }
    return rows.payload(named)
        .map(PayloadRow::body)
        .filter(body -> Founding.payload(body).sha256().equals(named))
        .map(body -> (JsonValue.Members) CanonicalJson.parse(body.toArray(), MOST_BYTES));
  }

  /** One that lists rows goes on with what another one began. */
  private void rotated(Entry entry, CompromiseReport.Moment at, JsonValue.Members said) {
    if (entry.payload() == null) {
      level(said)
          .ifPresent(
              level -> {
                boolean atOnce = level == KeyLevel.ROOT || level == KeyLevel.LOG;
                renewals.add(new Renewal(level, at, atOnce ? Optional.of(at) : Optional.empty()));
              });
    }
  }

  private void proven(CompromiseReport.Moment at, JsonValue.Members said) {
    if (said.members().get("left") instanceof JsonValue.Whole left && left.number() == 0) {
      level(said).ifPresent(level -> ended(level, at));
    }
  }

  private void ended(KeyLevel level, CompromiseReport.Moment at) {
    for (int i = renewals.size() - 1; i >= 0; i--) {
      if (renewals.get(i).level() == level) {
        renewals.set(i, renewals.get(i).ended(at));
        return;
      }
    }
  }

  private static Optional<KeyLevel> level(JsonValue.Members said) {
    return said.members().get("level") instanceof JsonValue.Text text
        ? Optional.of(KeyLevel.parse(text.text()))
        : Optional.empty();
  }

  /** The newest compromise that {@code wanted} names and that was not told as done. */
  Optional<Told> open(Predicate<Told> wanted) {
    return newest(wanted, each -> told(DONE, each.text(ID)).isEmpty());
  }

  /** The newest that was told of, and is seen to. */
  Optional<Told> done(Predicate<Told> wanted) {
    return newest(wanted, each -> told(DONE, each.text(ID)).isPresent());
  }

  private Optional<Told> newest(Predicate<Told> wanted, Predicate<Told> standing) {
    return told.stream()
        .filter(each -> each.text(STEP).equals(BEGUN))
        .filter(wanted.and(standing))
        .reduce((before, after) -> after);
  }

  Optional<Told> told(String step, String id) {
    return told.stream()
        .filter(each -> each.text(STEP).equals(step) && each.text(ID).equals(id))
        .findFirst();
  }

  /**
   * From when to when a key could be used against what is written: from the entry that made it to
   * the one that proves that nothing is under it any more.
   *
   * @param key of the root and the log's keys, whichever was in use at {@code known}
   */
  CompromiseReport.Window ofKey(KeyLevel level, int key, CompromiseReport.Moment known) {
    List<Renewal> all = of(level);
    if (level == KeyLevel.ROOT || level == KeyLevel.LOG) {
      CompromiseReport.Moment from =
          all.stream()
              .map(Renewal::begun)
              .filter(begun -> compare(begun, known) < 0)
              .reduce((before, after) -> after)
              .orElse(genesis);
      return new CompromiseReport.Window(level, from, firstAfter(all, known));
    }
    CompromiseReport.Moment from =
        key > 1 && key - 2 < all.size() ? all.get(key - 2).begun() : genesis;
    Optional<CompromiseReport.Moment> to =
        all.stream().skip(key - 1L).filter(Renewal::hasEnded).findFirst().flatMap(Renewal::ended);
    return new CompromiseReport.Window(level, from, to);
  }

  /** Of a level below: it was reachable until it was renewed after the one above was. */
  CompromiseReport.Window below(KeyLevel level, CompromiseReport.Window above) {
    return new CompromiseReport.Window(
        level, above.from(), above.to().flatMap(end -> firstAfter(of(level), end)));
  }

  private Optional<CompromiseReport.Moment> firstAfter(
      List<Renewal> all, CompromiseReport.Moment at) {
    return all.stream()
        .filter(each -> compare(each.begun(), at) > 0 && each.hasEnded())
        .findFirst()
        .flatMap(Renewal::ended);
  }

  private List<Renewal> of(KeyLevel level) {
    return renewals.stream().filter(each -> each.level() == level).toList();
  }

  /** By their order in the logs. */
  int compare(CompromiseReport.Moment one, CompromiseReport.Moment other) {
    return Comparator.comparingInt(this::number)
        .thenComparingLong(CompromiseReport.Moment::index)
        .compare(one, other);
  }

  private int number(CompromiseReport.Moment at) {
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i).origin().equals(at.log())) {
        return i;
      }
    }
    throw new VaultException.Tampered("the log " + at.log() + " is gone");
  }

  /** How often each kind of access is in the log between two entries, both among them. */
  SortedMap<String, Long> accesses(
      ReadView rows, CompromiseReport.Moment from, CompromiseReport.Moment to) {
    SortedMap<String, Long> accesses = new TreeMap<>();
    for (int i = number(from); i <= number(to); i++) {
      rows.streamEntries(
          logs.get(i).number(),
          i == number(from) ? from.index() : 0,
          i == number(to) ? to.index() + 1 : Long.MAX_VALUE,
          row -> {
            EventCode event = Entry.parse(row.leaf().toArray()).event();
            if (ACCESSES.contains(event)) {
              accesses.merge(event.name(), 1L, Long::sum);
            }
          });
    }
    return accesses;
  }

  /** The details that all logs have, by class of retention. */
  SortedMap<String, Long> details(ReadView rows) {
    SortedMap<String, Long> details = new TreeMap<>();
    for (Shard log : logs) {
      rows.streamEntriesAndDetails(
          log.number(),
          0,
          Long.MAX_VALUE,
          (row, detail) -> {
            if (detail.isPresent()) {
              EventCode event = Entry.parse(row.leaf().toArray()).event();
              details.merge(RetentionClass.of(event).text(), 1L, Long::sum);
            }
          });
    }
    return details;
  }

  /** The log of an entry. */
  Shard log(CompromiseReport.Moment at) {
    return logs.get(number(at));
  }

  static Map<String, Object> marked(String id, String step) {
    return Map.of(ID, id, STEP, step);
  }
}
