package org.patientvault.internal.ledger;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * One log of a vault: the origin that names it in every checkpoint, and the number that stands for
 * it in tables.
 *
 * <p>The first of a year has the year as its number; the n-th, whose origin ends in {@code -n}, has
 * 10,000 (n - 1) more. So numbers alone do not say which came first: {@link #ORDER} does. Format:
 * docs/formats/audit-log.md, "Shards".
 */
public record Shard(int number, String origin) {
  /** Numbers of shards, the oldest first. */
  public static final Comparator<Integer> ORDER =
      Comparator.<Integer>comparingInt(Shard::yearOf).thenComparingInt(number -> number);

  private static final int YEARS = 10_000;
  private static final int MOST_IN_A_YEAR = 999;
  private static final Pattern INCIDENT = Pattern.compile("r[0-9a-f]{8}");
  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{3})(?:-([1-9][0-9]{0,2}))?");

  /** The first log of {@code year}; {@code host} is fixed when the vault is made. */
  public static Shard of(String host, VaultId vault, int year) {
    return new Shard(year, "vault." + host + "/" + vault + "/" + name(year));
  }

  /**
   * The log of this vault with another number. Every origin of a vault is the same up to the year,
   * until a backup of it is put back.
   */
  public Shard numbered(int other) {
    return new Shard(other, origin.substring(0, origin.lastIndexOf('/') + 1) + name(other));
  }

  /**
   * The log that comes after this one: the first of {@code year}, or one more of the year that this
   * one is of, if that is as late.
   *
   * @throws VaultException.LimitExceeded after 999 in one year
   */
  public Shard next(int year) {
    if (year > year()) {
      return numbered(year);
    }
    if (number / YEARS + 1 >= MOST_IN_A_YEAR) {
      throw new VaultException.LimitExceeded(
          "a year has at most " + MOST_IN_A_YEAR + " logs; go on with this one");
    }
    return numbered(number + YEARS);
  }

  /**
   * The log that comes after this one in a vault that was put back.
   *
   * @param incident names what happened: {@code r} and eight hex digits
   */
  public Shard afterIncident(String incident, int year) {
    int next = next(year).number();
    return new Shard(next, vaultOf(origin) + incident + "/" + name(next));
  }

  /** What every origin of a vault begins with, whatever happened to it. */
  private static String vaultOf(String origin) {
    String path = origin.substring(0, origin.lastIndexOf('/') + 1);
    int end = path.length() - 1;
    int begin = path.lastIndexOf('/', end - 1) + 1;
    return begin > 0 && INCIDENT.matcher(path.substring(begin, end)).matches()
        ? path.substring(0, begin)
        : path;
  }

  /** Whether {@code other} is the origin of a log of the same vault. */
  public boolean isOfOneVaultWith(String other) {
    return numberOf(other).isPresent();
  }

  /** Whether {@code other} is the origin of a later log of the same vault. */
  boolean isBefore(String other) {
    return numberOf(other).filter(later -> ORDER.compare(number, later) < 0).isPresent();
  }

  private Optional<Integer> numberOf(String other) {
    Matcher name = NAME.matcher(other.substring(other.lastIndexOf('/') + 1));
    if (!name.matches()) {
      return Optional.empty();
    }
    int inYear = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
    int numbered = Integer.parseInt(name.group(1)) + YEARS * (inYear - 1);
    boolean same = vaultOf(origin).equals(vaultOf(other)) && name(numbered).equals(name.group());
    return same ? Optional.of(numbered) : Optional.empty();
  }

  public int year() {
    return yearOf(number);
  }

  private static int yearOf(int number) {
    return number % YEARS;
  }

  /** How an origin ends: {@code 2026}, or {@code 2026-2} for the second log of the year. */
  public static String name(int number) {
    int before = number / YEARS;
    return yearOf(number) + (before == 0 ? "" : "-" + (before + 1));
  }

  /** As {@link #name(int)}, of this one. */
  public String name() {
    return name(number);
  }
}
