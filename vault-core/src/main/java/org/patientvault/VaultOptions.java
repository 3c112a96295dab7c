package org.patientvault;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.sealing.KeyCacheLimits;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.keys.SecretSource;

/**
 * How one process runs a vault. {@link #defaults()} is right for most; none of these switches a
 * protection off.
 *
 * <p>Immutable; each method gives a changed copy.
 *
 * @param node this process's name in the log: lower-case letters, digits, dots and dashes
 * @param patience how long a caller waits for the log before nothing is released; the one whose
 *     turn it is, while another process keeps the database locked, waits for the database: 5 s
 * @param queued how many requests may wait at once
 * @param publishEvery how often a growing log is signed
 * @param keyMaxAge how long an opened patient key may stay in memory
 * @param keyMaxUses how often it may be used
 * @param keyMaxEntries how many patients' keys may be in memory at once
 * @param databaseUser the role to connect as to a PostgreSQL server; null for the user of the
 *     operating system
 * @param databasePassword its password, read at every new connection; null where a password file
 *     ({@code PGPASSFILE} or {@code ~/.pgpass}), a certificate or the server's own rule does
 * @param clock what tells the time; for tests
 */
public record VaultOptions(
    String node,
    Duration patience,
    int queued,
    Duration publishEvery,
    Duration keyMaxAge,
    int keyMaxUses,
    int keyMaxEntries,
    @Nullable String databaseUser,
    @Nullable SecretSource databasePassword,
    Clock clock) {

  public VaultOptions {
    if (!node.matches("[a-z0-9][a-z0-9.-]{0,62}")) {
      throw new IllegalArgumentException(
          "a node's name has lower-case letters, digits, dots and dashes only");
    }
    if (patience.toMillis() < 1 || queued < 1 || publishEvery.toMillis() < 1) {
      throw new IllegalArgumentException("times and sizes must be positive");
    }
  }

  /**
   * Node "app", 10 s patience, 10,000 queued, signed every second, keys for 5 minutes, 100,000
   * uses, 100,000 patients.
   */
  public static VaultOptions defaults() {
    KeyCacheLimits limits = KeyCacheLimits.DEFAULT;
    return new VaultOptions(
        "app",
        Duration.ofSeconds(10),
        10_000,
        Duration.ofSeconds(1),
        limits.maxAge(),
        limits.maxUses(),
        limits.maxEntries(),
        null,
        null,
        Clock.systemUTC());
  }

  /** Give each process that has the vault open a name of its own, to tell their entries apart. */
  public VaultOptions withNode(String name) {
    return new VaultOptions(
        name,
        patience,
        queued,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        clock);
  }

  /** At least a millisecond. Long enough for a slow disk, short enough for who waits. */
  public VaultOptions withPatience(Duration longest) {
    return new VaultOptions(
        node,
        longest,
        queued,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        clock);
  }

  /** How many requests may wait at once; more are refused after the patience. */
  public VaultOptions withQueued(int most) {
    return new VaultOptions(
        node,
        patience,
        most,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        clock);
  }

  /** How often a growing log is signed; at least a millisecond. */
  public VaultOptions withPublishEvery(Duration pause) {
    return new VaultOptions(
        node,
        patience,
        queued,
        pause,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        clock);
  }

  /** Smaller limits open keys more often and keep fewer in memory; all are positive. */
  public VaultOptions withKeyCache(Duration maxAge, int maxUses, int maxEntries) {
    return new VaultOptions(
        node,
        patience,
        queued,
        publishEvery,
        maxAge,
        maxUses,
        maxEntries,
        databaseUser,
        databasePassword,
        clock);
  }

  /**
   * As whom to connect to a PostgreSQL server. Not for a vault in a file, which has no users.
   *
   * @param password a fresh array on each call, which is wiped; the driver makes a string of it,
   *     which stays in memory until it is collected. Null where a password file, a certificate or
   *     the server's own rule does
   */
  public VaultOptions withDatabaseLogin(String user, @Nullable SecretSource password) {
    return new VaultOptions(
        node,
        patience,
        queued,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        user,
        password,
        clock);
  }

  /** The log's times come from this clock: outside tests it is the system's. */
  public VaultOptions withClock(Clock other) {
    return new VaultOptions(
        node,
        patience,
        queued,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        other);
  }

  DatabaseLogin databaseLogin() {
    return new DatabaseLogin(
        databaseUser, databasePassword == null ? null : databasePassword::read);
  }

  KeyCacheLimits keyCache() {
    return new KeyCacheLimits(keyMaxAge, keyMaxUses, keyMaxEntries);
  }
}
