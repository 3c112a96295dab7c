package org.patientvault.audit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.patientvault.model.KeyLevel;

/**
 * What a drill came to: the text that a {@link DrillReport} proves. Its words are of a closed set,
 * or name classes and logs, so that no report names a person, a file or a value. Immutable.
 *
 * @param vault the vault's id
 * @param at when it began, by the vault's clock
 * @param level of the keys that were renewed; of {@link DrillKind#KEY_COMPROMISE}, and only of it
 * @param backup names the backup in the log, 32 hex digits, once there is one
 * @param seed by which patients were drawn; letters, digits, dots, dashes and underscores
 * @param reachable what the key would have opened; only of {@link DrillKind#KEY_COMPROMISE}, once
 *     the copy's keys were renewed
 * @param steps in the order in which they were taken, none twice
 */
public record DrillFacts(
    DrillKind drill,
    String vault,
    Instant at,
    Optional<String> level,
    Optional<String> backup,
    String seed,
    Map<DrillCount, Long> counts,
    Optional<DrillReach> reachable,
    List<Done> steps) {
  /** Within which records must be there again, or a breach be told: 72 hours. */
  public static final long DUTY_MILLIS = 72L * 60 * 60 * 1000;

  private static final BigInteger MOST_MILLIS = BigInteger.valueOf(EntryStamp.MAX_INTEGER);
  private static final String SEED = "[A-Za-z0-9._-]{1,64}";
  private static final String ID = "[0-9a-f]{32}";
  private static final Set<String> LEVELS =
      Arrays.stream(KeyLevel.values()).map(KeyLevel::text).collect(Collectors.toUnmodifiableSet());

  public DrillFacts {
    counts =
        Collections.unmodifiableMap(
            counts.isEmpty() ? new EnumMap<>(DrillCount.class) : new EnumMap<>(counts));
    steps = List.copyOf(steps);
    boolean named = vault.matches(ID) && backup.filter(id -> !id.matches(ID)).isEmpty();
    if (!named
        || !isSeed(seed)
        || level.isPresent() != (drill == DrillKind.KEY_COMPROMISE)
        || level.filter(name -> !isLevel(name)).isPresent()
        || (reachable.isPresent() && drill != DrillKind.KEY_COMPROMISE)
        || steps.isEmpty()
        || steps.stream().map(Done::step).distinct().count() < steps.size()
        || exactMillis(counts, steps).compareTo(MOST_MILLIS) > 0) {
      throw new IllegalArgumentException("not what a drill came to");
    }
  }

  /** Whether patients can be drawn by it. */
  public static boolean isSeed(String text) {
    return text.matches(SEED);
  }

  /** Whether a level of keys is called so. */
  static boolean isLevel(String name) {
    return LEVELS.contains(name);
  }

  /** How a step ended. */
  public enum Result {
    OK,
    FAILED,
    /** Nothing was tried, for a step before it failed. */
    SKIPPED;

    /** Lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One step.
   *
   * @param why the kind of failure, such as {@code Tampered}; empty unless it failed
   */
  public record Done(DrillStep step, Result result, String why, long millis) {
    public Done {
      if (!why.matches("[A-Za-z]{0,40}")
          || (result == Result.FAILED) == why.isEmpty()
          || (result == Result.SKIPPED && millis != 0)) {
        throw new IllegalArgumentException(
            "a step says why, and only if it failed; one that was not tried takes no time");
      }
    }

    private JsonValue json() {
      return JsonValue.members()
          .put("step", step.text())
          .put("result", result.text())
          .put("why", why)
          .put("millis", millis)
          .build();
    }

    private static Done read(JsonFields fields) {
      String result = fields.text("result").toUpperCase(Locale.ROOT);
      return new Done(
          DrillStep.named(fields.text("step")),
          Result.valueOf(result),
          fields.text("why"),
          fields.number("millis"));
    }
  }

  /** Whether every step went well, and all patients would have been there within the 72 hours. */
  public boolean passed() {
    return steps.stream().allMatch(each -> each.result() == Result.OK) && isInTime();
  }

  /** All steps together. */
  public long millis() {
    return steps.stream().mapToLong(Done::millis).sum();
  }

  /** As if the records of every patient had been opened; empty where none were, or all. */
  public OptionalLong millisForAll() {
    return isSample(counts)
        ? OptionalLong.of(exactMillis(counts, steps).longValueExact())
        : OptionalLong.empty();
  }

  private static boolean isSample(Map<DrillCount, Long> counts) {
    long sampled = counts.getOrDefault(DrillCount.SAMPLED, 0L);
    return sampled > 0 && sampled < counts.getOrDefault(DrillCount.PATIENTS, 0L);
  }

  /** Counts and times that are each in their range can have a product that is not. */
  private static BigInteger exactMillis(Map<DrillCount, Long> counts, List<Done> steps) {
    BigInteger all = millis(steps.stream());
    if (!isSample(counts)) {
      return all;
    }
    BigInteger sampled = BigInteger.valueOf(counts.getOrDefault(DrillCount.SAMPLED, 0L));
    BigInteger others =
        BigInteger.valueOf(counts.getOrDefault(DrillCount.PATIENTS, 0L)).subtract(sampled);
    BigInteger opening = millis(steps.stream().filter(each -> each.step() == DrillStep.SAMPLE));
    // To the nearest, a half upwards.
    BigInteger twice = opening.multiply(others).shiftLeft(1).add(sampled);
    return all.add(twice.divide(sampled.shiftLeft(1)));
  }

  private static BigInteger millis(Stream<Done> steps) {
    return steps
        .map(each -> BigInteger.valueOf(each.millis()))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Whether it would be done within the 72 hours. */
  public boolean isInTime() {
    return millisForAll().orElse(millis()) <= DUTY_MILLIS;
  }

  /** The canonical text. */
  public byte[] text() {
    JsonMembers counted = JsonValue.members();
    counts.forEach((count, number) -> counted.put(count.text(), number));
    JsonMembers members =
        JsonValue.members()
            .put("v", 1L)
            .put("drill", drill.text())
            .put("vault", vault)
            .put("at", at.toString())
            .put("seed", seed)
            .put("counts", counted.build())
            .put("steps", JsonValue.of(steps.stream().map(Done::json).toList()))
            .put("millis", millis())
            .put("passed", passed());
    level.ifPresent(name -> members.put("level", name));
    backup.ifPresent(id -> members.put("backup", id));
    reachable.ifPresent(found -> members.put("reachable", found.json()));
    return CanonicalJson.write(members.build());
  }

  static DrillFacts read(JsonFields fields) {
    Map<DrillCount, Long> counts = new EnumMap<>(DrillCount.class);
    fields.numbers("counts", (name, number) -> counts.put(DrillCount.named(name), number));
    return new DrillFacts(
        DrillKind.named(fields.text("drill")),
        fields.text("vault"),
        fields.time("at"),
        fields.optionalText("level"),
        fields.optionalText("backup"),
        fields.text("seed"),
        counts,
        fields.has("reachable")
            ? Optional.of(DrillReach.read(fields.object("reachable")))
            : Optional.empty(),
        fields.objects("steps").stream().map(Done::read).toList());
  }

  /** In plain words, as the report has them. */
  public List<String> words() {
    return new DrillWords(this).lines();
  }
}
