package org.patientvault.verify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.report.Span;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Option;

/** A stretch of time, by UTC dates or instants. */
public final class TimeRange {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "from this UTC date on, or this instant, such as 2026-01-15T08:00:00Z")
  @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "up to this UTC date, it included; or up to this instant, without it")
  @Nullable String to;

  /** The stretch that was given, open where nothing was. */
  public Span span() {
    Optional<Instant> first = Optional.ofNullable(from).map(text -> instant(text, 0));
    Optional<Instant> last = Optional.ofNullable(to).map(text -> instant(text, 1));
    if (first.isPresent() && last.isPresent() && !first.get().isBefore(last.get())) {
      throw new VaultException.InvalidInput("--to must be later than --from");
    }
    return new Span(first, last);
  }

  /** A date ends when its last day does. */
  private static Instant instant(String text, int daysAfter) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(daysAfter).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new VaultException.InvalidInput(
          "a time is a UTC date such as 2026-01-15, or an instant such as 2026-01-15T08:00:00Z", e);
    }
  }
}
