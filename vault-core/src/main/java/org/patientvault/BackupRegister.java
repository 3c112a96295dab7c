package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.KeyLevel;

/**
 * Which backups were made, which keys each holds, and which are gone: kept in the log, where nobody
 * takes one away.
 */
final class BackupRegister {
  private static final String ID = "backup";
  private static final String KEYS = "keys";
  private static final String UNTIL = "until";
  private static final String GONE = "gone";

  /** With the manifest, once the backup is written. */
  private static final String MADE = "made";

  private static final int MOST_BYTES = 1 << 20;

  /** How an entry names it: docs/formats/audit-log.md. */
  private static final String EVENT = "\"e\":\"" + EventCode.BACKUP.name() + "\"";

  private static final Pattern LEVEL = Pattern.compile("([a-z-]+)=([0-9,]+)");

  private final List<BackupKeys> backups = new ArrayList<>();

  /** Of those that were written to the end: keys that are in the copy. */
  private final Map<String, Map<KeyLevel, List<Integer>>> whole = new HashMap<>();

  private final Set<String> gone = new HashSet<>();
  private final ErasureRule rule;

  private BackupRegister(ErasureRule rule) {
    this.rule = rule;
  }

  /** An entry that tells of a backup which is about to be made. */
  static EntryDraft begun(Engine engine, EntryDraft draft, String id, Instant until) {
    return draft.with(Map.of(ID, id, KEYS, held(engine), UNTIL, until.toString()));
  }

  /**
   * An entry that tells that a backup is whole: by then it may hold keys that were made after it
   * was begun.
   */
  static EntryDraft made(EntryDraft draft, String id, Map<String, String> keys) {
    String held =
        keys.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    return draft.with(Map.of(MADE, id, KEYS, held));
  }

  /** An entry that tells that there is no such backup, or no more. */
  static EntryDraft gone(EntryDraft draft, String id) {
    return draft.with(Map.of(ID, id, GONE, true));
  }

  /** What a backup that is made now will hold, in the words of the log. */
  private static String held(Engine engine) {
    return engine.store.read(rows -> held(engine, rows)).entrySet().stream()
        .map(each -> each.getKey().text() + "=" + String.join(",", each.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** The ids of the keys in use, by level; of patients' own keys the versions that there are. */
  static Map<KeyLevel, List<String>> held(Engine engine, ReadView rows) {
    Map<KeyLevel, List<String>> held = new EnumMap<>(KeyLevel.class);
    for (KeyLevel level : KeyLevel.values()) {
      if (level != KeyLevel.LOG) {
        List<Integer> ids =
            level == KeyLevel.PATIENTS
                ? rows.patientKeyVersions(KeyStates.DESTROYED)
                : engine.keys.keys(KeysetName.called(level.text())).stream()
                    .map(KeyFacts::id)
                    .toList();
        held.put(level, ids.stream().map(String::valueOf).toList());
      }
    }
    return held;
  }

  /** Every backup that was begun, the oldest first. */
  static List<BackupKeys> of(Engine engine) {
    return engine.store.readAtLength(
        rows -> {
          BackupRegister register = new BackupRegister(ErasureRule.inForce(rows));
          for (Shard log : LogChain.of(rows)) {
            LogBooks books = engine.books().of(log);
            rows.streamEntries(
                log.number(), 0, Long.MAX_VALUE, row -> register.take(books, rows, row));
          }
          return register.all();
        });
  }

  /** What an erasure at {@code now} does not reach. */
  static ErasePatientUnit.ErasureBackups thatMayHold(Engine engine, Instant now) {
    BackupsSince since = BackupsSince.now(engine);
    List<BackupKeys> there =
        of(engine).stream()
            .filter(backup -> !backup.gone() && now.isBefore(backup.until()))
            .toList();
    return new ErasePatientUnit.ErasureBackups(
        since,
        there.size(),
        there.stream().map(BackupKeys::until).max(Instant::compareTo),
        engine.store.keepsDeleted());
  }

  private void take(LogBooks books, ReadView rows, LogEntryRow row) {
    if (!mayTell(row.leaf().unsafeArray())) {
      return;
    }
    Entry entry = Entry.parse(row.leaf().toArray());
    if (entry.event() != EventCode.BACKUP || entry.outcome() != Outcome.SUCCESS) {
      return;
    }
    Map<String, JsonValue> detail =
        books
            .detailAboutNobody(rows, row.index())
            .map(bytes -> CanonicalJson.parse(bytes, MOST_BYTES))
            .map(json -> json instanceof JsonValue.Members read ? read.members() : null)
            .map(read -> Map.<String, JsonValue>copyOf(read))
            .orElse(Map.of());
    if (detail.containsKey(GONE)) {
      text(detail, ID).ifPresent(gone::add);
    } else if (entry.payload() != null) {
      text(detail, MADE).ifPresent(id -> whole.put(id, keys(detail)));
    } else {
      backups.add(backup(row, entry, detail));
    }
  }

  /** Most entries are about something else, and are not taken apart. */
  private static boolean mayTell(byte[] leaf) {
    return new String(leaf, StandardCharsets.ISO_8859_1).contains(EVENT);
  }

  private BackupKeys backup(LogEntryRow row, Entry entry, Map<String, JsonValue> detail) {
    Instant time = entry.stamp().time();
    Instant until =
        text(detail, UNTIL)
            .map(Instant::parse)
            .orElseGet(() -> time.plus(Duration.ofDays(rule.backupDays())));
    String id = text(detail, ID).orElse("");
    return new BackupKeys(id, row.index(), time, until, id.isEmpty(), false, keys(detail));
  }

  private List<BackupKeys> all() {
    return backups.stream().map(this::asItIsNow).toList();
  }

  private BackupKeys asItIsNow(BackupKeys backup) {
    return new BackupKeys(
        backup.id(),
        backup.logIndex(),
        backup.time(),
        backup.until(),
        backup.whole() || whole.containsKey(backup.id()),
        gone.contains(backup.id()),
        both(backup.keys(), whole.getOrDefault(backup.id(), Map.of())));
  }

  private static Map<KeyLevel, List<Integer>> both(
      Map<KeyLevel, List<Integer>> begun, Map<KeyLevel, List<Integer>> made) {
    Map<KeyLevel, List<Integer>> all = new EnumMap<>(KeyLevel.class);
    Stream.of(begun, made)
        .flatMap(keys -> keys.entrySet().stream())
        .forEach(each -> all.merge(each.getKey(), each.getValue(), BackupRegister::both));
    return all;
  }

  private static List<Integer> both(List<Integer> one, List<Integer> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }

  private static Map<KeyLevel, List<Integer>> keys(Map<String, JsonValue> detail) {
    Map<KeyLevel, List<Integer>> keys = new EnumMap<>(KeyLevel.class);
    text(detail, KEYS)
        .ifPresent(
            held ->
                LEVEL
                    .matcher(held)
                    .results()
                    .forEach(
                        each -> keys.put(KeyLevel.parse(each.group(1)), numbers(each.group(2)))));
    return keys;
  }

  private static Optional<String> text(Map<String, JsonValue> detail, String name) {
    return detail.get(name) instanceof JsonValue.Text text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  private static List<Integer> numbers(String text) {
    return Pattern.compile(",").splitAsStream(text).map(Integer::valueOf).toList();
  }
}
