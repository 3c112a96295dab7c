package org.patientvault;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
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
 * @param keyLease how long the vault goes on with the keys in memory when the token or key service
 *     that opened it is out of reach; then they are dropped
 * @param keyProbeEvery how often the token or service is asked
 * @param lastSigned a file, on another disk than the database, that holds the newest signed head;
 *     null for none
 * @param sealEvery how soon after an entry this node signs what it wrote
 * @param erasureRegister a folder outside the vault that has a certificate of every erasure; null
 *     for none, and then nobody is erased
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
    Clock clock,
    Duration keyLease,
    Duration keyProbeEvery,
    @Nullable Path lastSigned,
    Duration sealEvery,
    @Nullable Path erasureRegister) {
  private static final Duration SEAL_EVERY = Duration.ofSeconds(5);
  private static final Duration RAREST_SEAL = Duration.ofDays(30);
  private static final Duration KEY_LEASE = Duration.ofHours(8);
  private static final Duration KEY_PROBE_EVERY = Duration.ofSeconds(30);
  private static final Duration LONGEST_LEASE = Duration.ofDays(7);
  private static final Duration RAREST_PROBE = Duration.ofHours(1);

  public VaultOptions {
    if (!node.matches("[a-z0-9][a-z0-9.-]{0,62}")) {
      throw new IllegalArgumentException(
          "a node's name has lower-case letters, digits, dots and dashes only");
    }
    if (patience.toMillis() < 1 || queued < 1 || publishEvery.toMillis() < 1) {
      throw new IllegalArgumentException("times and sizes must be positive");
    }
    if (keyLease.isNegative() || keyLease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException("a key lease lasts from nothing to 7 days");
    }
    if (keyProbeEvery.toMillis() < 1 || keyProbeEvery.compareTo(RAREST_PROBE) > 0) {
      throw new IllegalArgumentException("a key is probed every millisecond to every hour");
    }
    if (sealEvery.toMillis() < 1 || sealEvery.compareTo(RAREST_SEAL) > 0) {
      throw new IllegalArgumentException("a node seals every millisecond to every 30 days");
    }
  }

  /** With the key lease of {@link #defaults()}. */
  public VaultOptions(
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
    this(
        node,
        patience,
        queued,
        publishEvery,
        keyMaxAge,
        keyMaxUses,
        keyMaxEntries,
        databaseUser,
        databasePassword,
        clock,
        KEY_LEASE,
        KEY_PROBE_EVERY,
        null,
        SEAL_EVERY,
        null);
  }

  /**
   * Node "app", 10 s patience, 10,000 queued, signed every second, keys for 5 minutes, 100,000
   * uses, 100,000 patients; a key lease of 8 hours, probed every 30 s.
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
    return changed(copy -> copy.node = name);
  }

  /** At least a millisecond. Long enough for a slow disk, short enough for who waits. */
  public VaultOptions withPatience(Duration longest) {
    return changed(copy -> copy.patience = longest);
  }

  /** How many requests may wait at once; more are refused after the patience. */
  public VaultOptions withQueued(int most) {
    return changed(copy -> copy.queued = most);
  }

  /** How often a growing log is signed; at least a millisecond. */
  public VaultOptions withPublishEvery(Duration pause) {
    return changed(copy -> copy.publishEvery = pause);
  }

  /** Smaller limits open keys more often and keep fewer in memory; all are positive. */
  public VaultOptions withKeyCache(Duration maxAge, int maxUses, int maxEntries) {
    return changed(
        copy -> {
          copy.keyMaxAge = maxAge;
          copy.keyMaxUses = maxUses;
          copy.keyMaxEntries = maxEntries;
        });
  }

  /**
   * As whom to connect to a PostgreSQL server. Not for a vault in a file, which has no users.
   *
   * @param password a fresh array on each call, which is wiped; the driver makes a string of it,
   *     which stays in memory until it is collected. Null where a password file, a certificate or
   *     the server's own rule does
   */
  public VaultOptions withDatabaseLogin(String user, @Nullable SecretSource password) {
    return changed(
        copy -> {
          copy.databaseUser = user;
          copy.databasePassword = password;
        });
  }

  /** The log's times come from this clock: outside tests it is the system's. */
  public VaultOptions withClock(Clock other) {
    return changed(copy -> copy.clock = other);
  }

  /**
   * What an outage of the token or key service that opened the vault may last:
   * docs/keys-and-outages.md. A clock that is set neither prolongs nor shortens it; time that the
   * machine sleeps may not count.
   *
   * @param lease from nothing, which drops the keys at the first probe that fails, to 7 days
   * @param probeEvery from a millisecond to an hour; each time the token or service unwraps twice
   */
  public VaultOptions withKeyLease(Duration lease, Duration probeEvery) {
    return changed(
        copy -> {
          copy.keyLease = lease;
          copy.keyProbeEvery = probeEvery;
        });
  }

  /**
   * Keeps the newest signed head in this file too, and holds the database against it before
   * anything is signed: an older copy of the database that is put back is then found out at once.
   * The file lies on another disk than the database, is the vault's alone, and is never put back
   * from a backup: docs/restored-databases.md. While it cannot be read or written, nothing is
   * signed; everything else goes on.
   */
  public VaultOptions withLastSigned(Path file) {
    return changed(copy -> copy.lastSigned = file);
  }

  /**
   * How soon after an entry this node signs its own entries, looked at once a second; one that has
   * nothing to say signs after 120 times as long. At 5 s that is 10 minutes, which is what auditors
   * expect: after a longer silence they ask. From a millisecond to 30 days.
   */
  public VaultOptions withSealEvery(Duration pause) {
    return changed(copy -> copy.sealEvery = pause);
  }

  /**
   * Where certificates of erasures are kept: a folder that is there, on another disk than the
   * database, and in no backup of it. {@code restore} reads it, so that a backup brings nobody back
   * who was erased since: docs/erasing-a-patient.md.
   */
  public VaultOptions withErasureRegister(Path folder) {
    return changed(copy -> copy.erasureRegister = folder);
  }

  DatabaseLogin databaseLogin() {
    return new DatabaseLogin(
        databaseUser, databasePassword == null ? null : databasePassword::read);
  }

  KeyCacheLimits keyCache() {
    return new KeyCacheLimits(keyMaxAge, keyMaxUses, keyMaxEntries);
  }

  private VaultOptions changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** The same options, while one of them is changed. */
  private static final class Copy {
    private String node;
    private Duration patience;
    private int queued;
    private Duration publishEvery;
    private Duration keyMaxAge;
    private int keyMaxUses;
    private int keyMaxEntries;
    private @Nullable String databaseUser;
    private @Nullable SecretSource databasePassword;
    private Clock clock;
    private Duration keyLease;
    private Duration keyProbeEvery;
    private @Nullable Path lastSigned;
    private Duration sealEvery;
    private @Nullable Path erasureRegister;

    Copy(VaultOptions of) {
      node = of.node;
      patience = of.patience;
      queued = of.queued;
      publishEvery = of.publishEvery;
      keyMaxAge = of.keyMaxAge;
      keyMaxUses = of.keyMaxUses;
      keyMaxEntries = of.keyMaxEntries;
      databaseUser = of.databaseUser;
      databasePassword = of.databasePassword;
      clock = of.clock;
      keyLease = of.keyLease;
      keyProbeEvery = of.keyProbeEvery;
      lastSigned = of.lastSigned;
      sealEvery = of.sealEvery;
      erasureRegister = of.erasureRegister;
    }

    VaultOptions options() {
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
          clock,
          keyLease,
          keyProbeEvery,
          lastSigned,
          sealEvery,
          erasureRegister);
    }
  }
}
