package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * How long the details of log entries are kept, by class; a class that is not named is kept for
 * ever. Nothing is erased by a rule alone: {@link LogRetention#expire} does it. Public: stored and
 * exported in clear, its hash in the log. Immutable.
 *
 * @param kept whole days, 180 to 36,500
 */
public record RetentionRule(Map<RetentionClass, Duration> kept) {
  static final String CONFIG = "retention";
  private static final long LEAST_DAYS = ErasureOrder.LEAST_KEPT.toDays();
  private static final Duration GRACE = Duration.ofDays(1);
  private static final long MOST_DAYS = 36_500;
  private static final int MOST_BYTES = 1024;

  /**
   * Copies {@code kept}.
   *
   * @throws IllegalArgumentException for a time below 180 days or beyond 36,500
   */
  public RetentionRule {
    EnumMap<RetentionClass, Duration> copy = new EnumMap<>(RetentionClass.class);
    copy.putAll(kept);
    for (Duration time : copy.values()) {
      if (time.toDays() < LEAST_DAYS
          || time.toDays() > MOST_DAYS
          || !time.equals(Duration.ofDays(time.toDays()))) {
        throw new IllegalArgumentException(
            "details are kept for whole days, " + LEAST_DAYS + " to " + MOST_DAYS);
      }
    }
    kept = Collections.unmodifiableMap(copy);
  }

  /** Everything is kept: what holds until somebody puts a rule in force. */
  public static RetentionRule keepAll() {
    return new RetentionRule(Map.of());
  }

  /**
   * Details of this class are over when their entry is older; empty when they are kept. Where the
   * time is the least there is, a day more: clocks are set back.
   */
  public Optional<Instant> end(RetentionClass of, Instant now) {
    Instant soonest = now.minus(ErasureOrder.LEAST_KEPT).minus(GRACE);
    return Optional.ofNullable(kept.get(of))
        .map(now::minus)
        .map(end -> end.isBefore(soonest) ? end : soonest);
  }

  static RetentionRule inForce(ReadView rows) {
    return LoggedText.newest(rows, CONFIG)
        .map(RetentionRule::parse)
        .orElseGet(RetentionRule::keepAll);
  }

  /** Days by class, as canonical JSON. */
  Bytes text() {
    var members = JsonValue.members();
    kept.forEach((of, time) -> members.put(of.text(), time.toDays()));
    return Bytes.wrap(CanonicalJson.write(members.build()));
  }

  static RetentionRule parse(Bytes text) {
    try {
      Map<RetentionClass, Duration> kept = new EnumMap<>(RetentionClass.class);
      JsonValue.Members read = (JsonValue.Members) CanonicalJson.parse(text.toArray(), MOST_BYTES);
      read.members()
          .forEach(
              (name, days) ->
                  kept.put(
                      RetentionClass.named(name).orElseThrow(),
                      Duration.ofDays(((JsonValue.Whole) days).number())));
      return new RetentionRule(kept);
    } catch (RuntimeException e) {
      throw new VaultException.Tampered("the retention rule is none", e);
    }
  }

  /** As people write it, the classes in their order. */
  @Override
  public String toString() {
    return String.join(
        ", ",
        Arrays.stream(RetentionClass.values())
            .map(
                of ->
                    of.text()
                        + " "
                        + (kept.containsKey(of) ? kept.get(of).toDays() + " d" : "for ever"))
            .toList());
  }
}
