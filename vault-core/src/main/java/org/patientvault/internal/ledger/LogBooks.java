package org.patientvault.internal.ledger;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.LogSigner;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.crypto.DetailCipher;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * Joins the parts of one shard's log: who writes it, who signs it, and who may read its details.
 */
public final class LogBooks {
  static final Bytes NOBODY = Bytes.of(new byte[0]);

  private final Store store;
  private final Shard shard;
  private final VaultKeys keys;
  private final LogSubjects subjects;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final DetailCipher cipher;

  public LogBooks(Store store, Shard shard, VaultKeys keys, Clock clock) {
    this(store, shard, keys, clock, new DetailCipher());
  }

  private LogBooks(Store store, Shard shard, VaultKeys keys, Clock clock, DetailCipher cipher) {
    this.store = store;
    this.shard = shard;
    this.keys = keys;
    this.clock = clock;
    this.cipher = cipher;
    this.subjects = new LogSubjects(shard.origin(), shard.number(), keys);
  }

  /** The log's. */
  public String origin() {
    return shard.origin();
  }

  /** Starts the committer, and says in the database that this process has the vault open. */
  public Ledger ledger(NodeSettings settings, StateGuard guard, Above above) {
    NodeRegistry registry = new NodeRegistry(store, clock);
    Committer committer =
        new Committer(
            store,
            shard,
            settings.name(),
            this::parts,
            guard,
            registry,
            new HeadSeal(keys.stateMac()),
            above,
            random,
            clock,
            settings.sealEvery(),
            settings.queued());
    return new Ledger(committer, registry, new Heartbeat(registry), settings.patience());
  }

  private ShardParts parts(Shard log) {
    LogSubjects people = new LogSubjects(log.origin(), log.number(), keys);
    return new ShardParts(log, people, new EntryWriter(log, keys, people, clock));
  }

  /** The log that these books are of. */
  public Shard shard() {
    return shard;
  }

  /** The books of another log of this vault. */
  public LogBooks of(Shard other) {
    return other.equals(shard) ? this : new LogBooks(store, other, keys, clock, cipher);
  }

  /** Signs with {@code logKeys} in memory. */
  public static LogSigner signer(LogKeys logKeys) {
    return new SoftwareSigner(logKeys);
  }

  /** Starts the publisher, which signs with the keys that are held when it does. */
  public Publishing publishing(
      Supplier<LogKeys> logKeys, Duration every, Optional<Path> lastSigned) {
    byte[] holder = new byte[8];
    random.nextBytes(holder);
    Publishers publishers =
        new Publishers(
            store,
            logKeys,
            (log, signing) ->
                new CheckpointPublisher(
                    store,
                    log,
                    HexFormat.of().formatHex(holder),
                    new HeadSeal(keys.stateMac()),
                    new SoftwareSigner(signing),
                    lastSigned.map(LastSigned::new),
                    clock));
    return new Publishing(publishers, every, clock);
  }

  /** What the log shows its witnesses, whose answers it keeps. */
  public WitnessBooks witnesses(LogVerifierKeys own) {
    byte[] holder = new byte[8];
    random.nextBytes(holder);
    return new WitnessBooks(
        store, shard, TrustPolicy.of(own), HexFormat.of().formatHex(holder), clock);
  }

  /**
   * Every subject of this shard by its pseudonym; the one for entries about nobody stands under the
   * empty one.
   */
  public Map<Bytes, LogSubject> subjects(ReadView rows) {
    Map<Bytes, LogSubject> known = new HashMap<>();
    rows.streamLogSubjects(
        shard.number(),
        row -> {
          LogSubject subject =
              keys.logSubjectWrap().unwrap(shard.origin(), row.tag(), row.sealed());
          known.put(subject.pseudonym(), subject);
        });
    subjects.find(rows, null).ifPresent(nobody -> known.put(NOBODY, nobody));
    return known;
  }

  /**
   * The detail of one entry, opened: empty when it was deleted. A detail that was changed is
   * Tampered.
   */
  public Optional<byte[]> detail(
      ReadView rows, long index, Entry entry, Map<Bytes, LogSubject> known) {
    return entry.detail() == null
        ? Optional.empty()
        : rows.logDetail(shard.number(), index).flatMap(row -> detail(row, entry, known));
  }

  /**
   * The detail of the entry at {@code index}, which is about nobody, opened: empty when it, or the
   * entry, is not there.
   */
  public Optional<byte[]> detailAboutNobody(ReadView rows, long index) {
    Optional<LogSubject> nobody = subjects.find(rows, null);
    Optional<LogEntryRow> row = rows.logEntry(shard.number(), index);
    if (nobody.isEmpty() || row.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = Entry.parse(row.get().leaf().toArray());
    return detail(rows, index, entry, Map.of(NOBODY, nobody.get()));
  }

  /** Under whose key a detail is: an erased subject has none any more. */
  static Bytes keeper(Entry entry) {
    Bytes subject = entry.subject();
    return subject == null || entry.event() == EventCode.ERASE ? NOBODY : subject;
  }

  /** As {@link #detail(ReadView, long, Entry, Map)}, of a row that was read already. */
  public Optional<byte[]> detail(LogDetailRow row, Entry entry, Map<Bytes, LogSubject> known) {
    LogSubject subject = known.get(keeper(entry));
    Bytes commitment = entry.detail();
    if (subject == null || commitment == null) {
      return Optional.empty();
    }
    byte[] context = EntryWriter.detailContext(shard.origin(), row.index(), commitment);
    return Optional.of(cipher.open(subject, context, row.sealed().toArray()));
  }

  /**
   * Hands every entry of the log to {@code sink}, in order, with its detail where {@code wanted}
   * says so: opened, or empty when it was deleted. The entries are hashed on the way, and held
   * against the head that the vault sealed.
   *
   * @throws VaultException.Tampered when they are not those that were appended, or a detail was
   *     changed; forget what the sink was given
   */
  public void stream(ReadView rows, Predicate<Entry> wanted, LogReading.Sink sink) {
    new LogReading(shard, new HeadSeal(keys.stateMac()), cipher, subjects(rows), wanted, sink)
        .run(rows);
  }

  /**
   * Proves that an entry stands in this log, up to the newest signed head; empty while that does
   * not reach it. Hashes the whole log. Checks no signature.
   */
  public Optional<LogProof> proof(ReadView rows, long index) {
    return rows.latestCheckpoint(shard.number())
        .filter(head -> index < head.size())
        .map(head -> new RowTree(rows, shard).proof(index, head.size(), head.note()));
  }

  /** Drops the keys that were used to open details. */
  public void forgetKeys() {
    cipher.forgetKeys();
  }

  /**
   * Deletes the row behind {@code patient}'s pseudonym in this shard, which no process writes to
   * any more, and gives the pseudonym; empty when there is none.
   */
  public Optional<Bytes> eraseSubject(WriteView rows, PatientRef patient) {
    return subjects.erase(rows, patient);
  }

  /** How entries of this shard know {@code patient}: empty when none is about the patient. */
  public Optional<LogSubject> subject(ReadView rows, PatientRef patient) {
    return subjects.find(rows, patient);
  }

  /** The pseudonym that entries of this shard give {@code patient}: empty when none was given. */
  public Optional<Bytes> pseudonym(ReadView rows, PatientRef patient) {
    return subject(rows, patient).map(LogSubject::pseudonym);
  }

  /** The pseudonym that entries of this shard give {@code actor}: empty when none was given. */
  public Optional<Bytes> pseudonym(ReadView rows, Actor actor) {
    return subjects.findActor(rows, actor).map(LogSubject::pseudonym);
  }

  /** The pseudonym that entries of this shard give {@code record}. */
  public Bytes pseudonym(RecordRef record) {
    return EntryWriter.recordPseudonym(keys, shard, record.value());
  }
}
