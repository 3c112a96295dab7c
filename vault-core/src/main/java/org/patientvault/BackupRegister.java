package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.KeyFacts;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;

/**
 * Which backups were made and which keys each holds: kept in the log, where nobody takes one away.
 */
final class BackupRegister {
  /** The member of a BACKUP entry's detail. */
  static final String KEYS = "keys";

  private static final Pattern MEMBER = Pattern.compile("\"" + KEYS + "\":\"([a-z0-9=, -]*)\"");
  private static final Pattern LEVEL = Pattern.compile("([a-z-]+)=([0-9,]+)");

  private BackupRegister() {}

  /** What a backup that is made now will hold, in the words of the log. */
  static String held(Engine engine) {
    Map<String, String> held = new TreeMap<>();
    for (KeyLevel level : KeyLevel.values()) {
      if (level != KeyLevel.LOG) {
        held.put(level.text(), ids(engine, level));
      }
    }
    return held.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String ids(Engine engine, KeyLevel level) {
    List<Integer> ids =
        level == KeyLevel.PATIENTS
            ? engine.store.read(ReadView::patientKeyVersions)
            : engine.keys.keys(KeysetName.called(level.text())).stream().map(KeyFacts::id).toList();
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Every backup that was begun, the oldest first. */
  static List<BackupKeys> of(Engine engine) {
    return engine.store.readAtLength(
        rows -> {
          List<BackupKeys> backups = new ArrayList<>();
          for (Shard log : LogChain.of(rows)) {
            LogBooks books = engine.books().of(log);
            Map<Bytes, LogSubject> subjects = books.subjects(rows);
            rows.streamEntries(
                log.number(),
                0,
                Long.MAX_VALUE,
                row -> backup(books, rows, row, subjects).ifPresent(backups::add));
          }
          return List.copyOf(backups);
        });
  }

  private static Optional<BackupKeys> backup(
      LogBooks books, ReadView rows, LogEntryRow row, Map<Bytes, LogSubject> subjects) {
    Entry entry = Entry.parse(row.leaf().toArray());
    if (entry.event() != EventCode.BACKUP || entry.outcome() != Outcome.SUCCESS) {
      return Optional.empty();
    }
    String detail =
        books
            .detail(rows, row.index(), entry, subjects)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse("");
    return Optional.of(new BackupKeys(row.index(), entry.stamp().time(), keys(detail)));
  }

  private static Map<KeyLevel, List<Integer>> keys(String detail) {
    Map<KeyLevel, List<Integer>> keys = new EnumMap<>(KeyLevel.class);
    Matcher member = MEMBER.matcher(detail);
    if (member.find()) {
      LEVEL
          .matcher(member.group(1))
          .results()
          .forEach(each -> keys.put(KeyLevel.parse(each.group(1)), numbers(each.group(2))));
    }
    return keys;
  }

  private static List<Integer> numbers(String text) {
    return Pattern.compile(",").splitAsStream(text).map(Integer::valueOf).toList();
  }
}
