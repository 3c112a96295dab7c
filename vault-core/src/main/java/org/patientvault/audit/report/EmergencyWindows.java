package org.patientvault.audit.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.IndexRange;
import org.patientvault.model.Bytes;
import org.patientvault.model.Purpose;

/**
 * Emergency windows with what happened in them: joined by the window's id where details tell it,
 * else by who opened one for which patient last. The first 10,000.
 */
final class EmergencyWindows {
  static final int MOST = 10_000;

  /** How long a window is open where the entry does not tell. */
  private static final long DEFAULT_MINUTES = 240;

  private final Map<Long, Window> byIndex = new LinkedHashMap<>();
  private final Map<String, Window> byId = new LinkedHashMap<>();
  private final Map<Whose, Window> latest = new LinkedHashMap<>();
  private long opened;

  private record Whose(@Nullable Bytes actor, @Nullable Bytes patient) {}

  /** One opening and what followed. */
  static final class Window {
    private final ReportEntry opening;
    private @Nullable Instant closed;
    private @Nullable ReportEntry review;
    private long reads;
    private long records;

    private Window(ReportEntry opening) {
      this.opening = opening;
    }

    ReportEntry opening() {
      return opening;
    }

    long reads() {
      return reads;
    }

    /** How many records were read; at least one for each read. */
    long records() {
      return records;
    }

    Optional<ReportEntry> review() {
      return Optional.ofNullable(review);
    }

    /** How long it was open: until it was closed, its time was over, or {@code now}. */
    long minutes(Instant now) {
      Instant from = opening.entry().stamp().time();
      Instant end = closed == null ? limit() : closed;
      return Math.max(0, Duration.between(from, end.isAfter(now) ? now : end).toMinutes());
    }

    private Instant limit() {
      long minutes = Details.number(opening, "minutes").orElse(DEFAULT_MINUTES);
      return opening.entry().stamp().time().plus(Duration.ofMinutes(minutes));
    }

    private boolean isOpenAt(Instant time) {
      return closed == null && !time.isAfter(limit());
    }
  }

  void open(ReportEntry entry) {
    opened++;
    if (byIndex.size() < MOST) {
      Window window = new Window(entry);
      byIndex.put(entry.index(), window);
      latest.put(whose(entry.entry()), window);
      String id = Details.text(entry, "emergency");
      if (!id.isEmpty()) {
        byId.put(id, window);
      }
    }
  }

  private static Whose whose(Entry entry) {
    return new Whose(entry.actor(), entry.subject());
  }

  private Optional<Window> of(ReportEntry entry) {
    Window named = byId.get(Details.text(entry, "emergency"));
    if (named != null) {
      return Optional.of(named);
    }
    Window last = latest.get(whose(entry.entry()));
    return last != null && last.isOpenAt(entry.entry().stamp().time())
        ? Optional.of(last)
        : Optional.empty();
  }

  void close(ReportEntry entry) {
    of(entry).ifPresent(window -> window.closed = entry.entry().stamp().time());
  }

  void read(ReportEntry entry) {
    if (entry.entry().purpose() == Purpose.BTG) {
      of(entry)
          .ifPresent(
              window -> {
                window.reads++;
                window.records += Math.max(1, records(entry));
              });
    }
  }

  private static long records(ReportEntry entry) {
    return Details.objects(entry, "records").stream()
        .mapToLong(each -> Details.items(each, "ids").size())
        .sum();
  }

  /** The first review by another person counts. */
  void review(ReportEntry entry) {
    for (IndexRange range : entry.entry().ranges()) {
      for (Window window : within(range)) {
        boolean another = !Objects.equals(entry.entry().actor(), window.opening.entry().actor());
        if (another && window.review == null) {
          window.review = entry;
        }
      }
    }
  }

  private List<Window> within(IndexRange range) {
    Window one = byIndex.get(range.first());
    if (range.first() == range.last()) {
      return one == null ? List.of() : List.of(one);
    }
    return byIndex.entrySet().stream()
        .filter(each -> each.getKey() >= range.first() && each.getKey() <= range.last())
        .map(Map.Entry::getValue)
        .toList();
  }

  List<Window> all() {
    return new ArrayList<>(byIndex.values());
  }

  long opened() {
    return opened;
  }

  long forgot() {
    return opened - byIndex.size();
  }
}
