package org.patientvault.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.fhir.EntrySelection;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where in the log something begins or ends: an entry's index, or a time.
 *
 * @param index from 0, where {@code time} is null
 */
record LogPlace(long index, @Nullable Instant time) {
  /**
   * Reads {@code 4711}, {@code 2026-01-15} (its midnight in UTC) or {@code 2026-01-15T08:31:07Z}.
   */
  static final class Reader implements ITypeConverter<LogPlace> {
    @Override
    public LogPlace convert(String text) {
      try {
        if (text.matches("[0-9]{1,18}")) {
          return new LogPlace(Long.parseLong(text), null);
        }
        return new LogPlace(
            0,
            text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text));
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "neither an entry's number nor a UTC date or time such as 2026-01-15 or"
                + " 2026-01-15T08:31:07Z");
      }
    }
  }

  /** {@code before}, from here on. */
  EntrySelection begin(EntrySelection before) {
    return time == null ? before.from(index) : before.since(time);
  }

  /** {@code before}, up to here and without what is here. */
  EntrySelection end(EntrySelection before) {
    return time == null ? before.to(index) : before.until(time);
  }
}
