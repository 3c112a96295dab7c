package org.patientvault.internal.jobs;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * What the log's sealed details tell of rotations: anybody may edit the rows of jobs, and nobody
 * these.
 */
final class RotationEntries {
  private static final Pattern LEVEL = Pattern.compile("\"level\":\"([a-z-]+)\"");
  private static final Pattern NONE_LEFT = Pattern.compile("\"left\":0[,}]");

  private final LogBooks books;
  private final ReadView rows;
  private final Map<Bytes, LogSubject> subjects;

  /**
   * @throws VaultException.Tampered when the log's subjects were changed
   */
  RotationEntries(LogBooks books, ReadView rows) {
    this.books = books;
    this.rows = rows;
    this.subjects = books.subjects(rows);
  }

  /** The level of which this entry made new keys, if it did. */
  Optional<KeyLevel> renewed(long index, Entry entry) {
    return entry.event() == EventCode.KEY_ROTATE ? level(detail(index, entry)) : Optional.empty();
  }

  /** The level of which this entry counted that nothing is left under older keys, if it did. */
  Optional<KeyLevel> proven(long index, Entry entry) {
    if (entry.event() != EventCode.KEY_STATE) {
      return Optional.empty();
    }
    String detail = detail(index, entry);
    return NONE_LEFT.matcher(detail).find() ? level(detail) : Optional.empty();
  }

  /** Empty where it failed, is gone or was changed, which is a finding of its own. */
  private String detail(long index, Entry entry) {
    if (entry.outcome() != Outcome.SUCCESS) {
      return "";
    }
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
