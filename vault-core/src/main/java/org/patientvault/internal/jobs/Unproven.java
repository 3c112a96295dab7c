package org.patientvault.internal.jobs;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Levels of which rows may be under older keys, for a job on them runs or was given up: as the
 * log's sealed details tell. The jobs' rows are not asked, for anybody may edit those, and an old
 * row put back beside a job made up would pass for one that is still to be renewed.
 */
final class Unproven {
  private static final Pattern LEVEL = Pattern.compile("\"level\":\"([a-z-]+)\"");
  private static final Pattern NONE_LEFT = Pattern.compile("\"left\":0[,}]");

  private final LogBooks books;
  private final ReadView rows;
  private final Map<Bytes, LogSubject> subjects;
  private final Set<KeyLevel> levels = EnumSet.noneOf(KeyLevel.class);

  private Unproven(LogBooks books, ReadView rows) {
    this.books = books;
    this.rows = rows;
    this.subjects = books.subjects(rows);
  }

  /** None where the log's subjects were changed, which is a finding of its own. */
  static Set<KeyLevel> of(LogBooks books, ReadView rows, int shard) {
    try {
      Unproven unproven = new Unproven(books, rows);
      rows.streamEntries(shard, 0, Long.MAX_VALUE, unproven::note);
      return unproven.levels;
    } catch (VaultException.Tampered e) {
      return EnumSet.noneOf(KeyLevel.class);
    }
  }

  private void note(LogEntryRow row) {
    RecordsCheck.parse(row)
        .filter(entry -> entry.outcome() == Outcome.SUCCESS)
        .ifPresent(entry -> note(row.index(), entry));
  }

  private void note(long index, Entry entry) {
    if (entry.event() == EventCode.KEY_ROTATE) {
      level(detail(index, entry)).ifPresent(levels::add);
    } else if (entry.event() == EventCode.KEY_STATE) {
      String detail = detail(index, entry);
      if (NONE_LEFT.matcher(detail).find()) {
        level(detail).ifPresent(levels::remove);
      }
    }
  }

  /** Empty where it is gone or was changed, which is a finding of its own. */
  private String detail(long index, Entry entry) {
    try {
      return books
          .detail(rows, index, entry, subjects)
          .map(detail -> new String(detail, StandardCharsets.UTF_8))
          .orElse("");
    } catch (VaultException.Tampered e) {
      return "";
    }
  }

  private static Optional<KeyLevel> level(String detail) {
    Matcher found = LEVEL.matcher(detail);
    return found.find() ? Optional.of(KeyLevel.parse(found.group(1))) : Optional.empty();
  }
}
