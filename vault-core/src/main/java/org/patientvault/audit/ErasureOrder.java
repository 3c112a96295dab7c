package org.patientvault.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * The public text of an {@code ERASE} or {@code EXPIRE} entry: which details of a log went, on
 * which ground, and how many. Immutable. Format: docs/formats/audit-log.md, "Erasure".
 *
 * @param origin the log whose details they were; may be an older one than the entry's
 * @param count how many there were, at least 1
 * @param expired what was over; empty unless the ground is expiry
 */
public record ErasureOrder(
    String origin, ErasureGround ground, long count, Optional<Expired> expired) {
  /** No detail expires sooner, whatever the rule says. */
  public static final Duration LEAST_KEPT = Duration.ofDays(180);

  private static final int MOST_BYTES = 4096;
  private static final Set<String> MEMBERS = Set.of("count", "ground", "origin", "v");
  private static final Set<String> OF_EXPIRY =
      Set.of("before", "class", "count", "ground", "origin", "v");

  /** Details of one class whose entries are older than {@code before}. */
  public record Expired(RetentionClass of, Instant before) {}

  public ErasureOrder {
    if (count < 1 || (ground == ErasureGround.EXPIRY) != expired.isPresent()) {
      throw new IllegalArgumentException("an order about nothing, or of a wrong ground");
    }
  }

  /** The canonical text. */
  public byte[] text() {
    JsonMembers members =
        JsonValue.members()
            .put("v", 1L)
            .put("origin", origin)
            .put("ground", ground.text())
            .put("count", count);
    expired.ifPresent(
        each -> members.put("class", each.of.text()).put("before", each.before.toString()));
    return CanonicalJson.write(members.build());
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   */
  public static ErasureOrder parse(byte[] text) {
    Map<String, JsonValue> members =
        CanonicalJson.parse(text, MOST_BYTES) instanceof JsonValue.Members read
            ? read.members()
            : Map.of();
    boolean expiry = members.keySet().equals(OF_EXPIRY);
    boolean known = expiry || members.keySet().equals(MEMBERS);
    if (!known || !JsonValue.of(1L).equals(members.get("v"))) {
      throw unreadable();
    }
    try {
      return new ErasureOrder(
          text(members.get("origin")),
          ErasureGround.named(text(members.get("ground"))).orElseThrow(ErasureOrder::unreadable),
          number(members.get("count")),
          expiry ? Optional.of(expired(members)) : Optional.empty());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable();
    }
  }

  private static Expired expired(Map<String, JsonValue> members) {
    String before = text(members.get("before"));
    Instant time = Instant.parse(before);
    if (!time.toString().equals(before)) {
      throw unreadable();
    }
    return new Expired(
        RetentionClass.named(text(members.get("class"))).orElseThrow(ErasureOrder::unreadable),
        time);
  }

  private static String text(@Nullable JsonValue value) {
    if (value instanceof JsonValue.Text text) {
      return text.text();
    }
    throw unreadable();
  }

  private static long number(@Nullable JsonValue value) {
    if (value instanceof JsonValue.Whole whole) {
      return whole.number();
    }
    throw unreadable();
  }

  private static VaultException.InvalidInput unreadable() {
    return new VaultException.InvalidInput("not an erasure order of version 1");
  }
}
