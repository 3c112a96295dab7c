package org.patientvault;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.crypto.WrappedKeyset;
import org.patientvault.internal.ledger.Above;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Ledger;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.NodeSettings;
import org.patientvault.internal.ledger.Publishing;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateGuard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.sealing.PatientKeys;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.sealing.RecordSealer;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.Store;
import org.patientvault.keys.Unlock;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one open vault, joined. Everything the façade does goes through it. */
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  static final int TRIES = 4;

  final VaultId id;
  final Store store;
  final VaultKeys keys;
  final VaultOptions options;
  final SecureRandom random = new SecureRandom();
  final Ledger ledger;
  final Publishing publishing;
  final GroupCipher cipher = new GroupCipher();
  final PatientKeys patientKeys;
  final RecordFetcher fetcher;
  final RecordSealer sealer;
  final RecordOpener opener;
  final PatientIndex patients;
  final PatientRef reserved;
  private final ReentrantLock refreshing = new ReentrantLock();
  private final StateGuard guard;

  /** What opened the vault; asked again when another process gave it another root. */
  private final List<Unlock> unlocks;

  private final KeyWatch keyWatch;
  private final Witnessing witnessing;
  private volatile @Nullable VaultException olderKeys;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Rules rules;

  /** Of the newest log that this process knows of; another process may have begun it. */
  private volatile LogBooks books;

  private final YearTurn yearTurn;

  /** Of the newest log; another process may have renewed them. */
  private volatile LogKeys logKeys;

  private volatile @Nullable VaultException olderLogKeys;
  private volatile Optional<TrustPolicy> witnesses = Optional.empty();

  /** Of the state that this process goes by. */
  private volatile int generation;

  Engine(
      VaultId id,
      Store store,
      VaultOpening.KeysInMemory inMemory,
      Shard shard,
      PatientRef reserved,
      Rules rules,
      StateGuard guard,
      List<Unlock> unlocks,
      VaultOptions options) {
    this.id = id;
    this.store = store;
    this.keys = inMemory.keys();
    this.logKeys = inMemory.logKeys();
    this.reserved = reserved;
    this.rules = rules;
    this.guard = guard;
    this.unlocks = List.copyOf(unlocks);
    this.options = options;
    this.yearTurn = new YearTurn(this);
    this.books = new LogBooks(store, shard, keys, options.clock());
    this.ledger =
        books.ledger(
            new NodeSettings(
                options.node(), options.queued(), options.patience(), options.sealEvery()),
            new StateGuard(new StateSeal(id, keys.stateMac())),
            above());
    this.publishing =
        books.publishing(
            this::logKeys, options.publishEvery(), Optional.ofNullable(options.lastSigned()));
    this.patientKeys =
        new PatientKeys(store, keys.patientWrap(), options.keyCache(), inMemory.nanoTicker());
    this.fetcher = new RecordFetcher(id, keys.index(IndexName.RECORD));
    this.sealer = new RecordSealer(id, cipher);
    this.opener = new RecordOpener(id, cipher, patientKeys);
    this.patients = new PatientIndex(keys.index(IndexName.PATIENT));
    keys.lookForNewer(this::refreshRules);
    ledger.look(this::refreshRules);
    this.keyWatch = new KeyWatch(this, inMemory.opening(), inMemory.nanoTicker());
    keyWatch.start();
    this.witnessing = new Witnessing(this, inMemory.nanoTicker());
    witnessing.start();
  }

  private Above above() {
    return new Above() {
      @Override
      public void wentBack() {
        forgetWhatWasSeen();
      }

      @Override
      public void changedState() {
        refreshRules();
      }

      @Override
      public void newYear() {
        yearTurn.due();
      }
    };
  }

  /** A random UUID, version 4: for requests and emergencies. */
  String newId() {
    ByteBuffer random = ByteBuffer.wrap(cipher.random(16));
    long high = (random.getLong() & ~0xF000L) | 0x4000L;
    long low = (random.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  /** The newest log, as far as this process knows. */
  Shard shard() {
    return books.shard();
  }

  /** The books of {@link #shard}. */
  LogBooks books() {
    return books;
  }

  /** What the newest log is signed with, as far as this process has it. */
  LogKeys logKeys() {
    return logKeys;
  }

  /**
   * The newest log is signed with these from now on, unless yet another one was begun meanwhile;
   * those before are held no more.
   */
  void signsWith(LogKeys next) {
    refreshing.lock();
    try {
      LogKeys before = logKeys;
      if (before != next && store.read(rows -> areNamed(rows, next))) {
        logKeys = next;
        olderLogKeys = null;
        before.drop(new VaultException.KeyUnavailable("the log's keys were renewed"));
      }
    } finally {
      refreshing.unlock();
    }
  }

  /** Closes logs. */
  YearTurn yearTurn() {
    return yearTurn;
  }

  /** The rules this process knows of; another process may have changed them. */
  Rules rules() {
    return rules;
  }

  /**
   * Decides and commits {@code request} under the rules and keys in force: again if they changed
   * between the two.
   */
  <R> R underRules(Function<Rules, R> request) {
    lookBeforeTheFirst();
    for (int tried = 1; ; tried++) {
      Rules known = rules;
      try {
        return request.apply(known);
      } catch (VaultException.Conflict e) {
        boolean again = !refreshRules().sameVersions(known) || e.isPassing();
        if (!again || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * A process that wrote nothing yet is not among the nodes, and who renews keys does not wait for
   * it: it looks for newer ones before it looks for rows by those it has.
   */
  void lookBeforeTheFirst() {
    if (closed.get() || ledger.hasWritten()) {
      return;
    }
    try {
      refreshRules();
    } catch (VaultException.StorageFailed e) {
      LOG.debug("the log, which is asked next, tells what is wrong: {}", e.getMessage());
    }
  }

  /**
   * Reads the rules again if the vault's state names others; one at a time, so that snapshots are
   * looked at in their order.
   *
   * @throws VaultException.Tampered when the state was not sealed by this vault, or went back
   */
  Rules refreshRules() {
    refreshing.lock();
    try {
      rules = store.read(this::current);
      return rules;
    } finally {
      refreshing.unlock();
    }
  }

  /** What is wrong with the log or the keys, as far as this process knows. */
  Optional<VaultException> trouble() {
    Optional<VaultException> lost =
        ledger.setBack().map(each -> new VaultException.Tampered(each.told()));
    return lost.or(this::dropped)
        .or(() -> Optional.ofNullable(olderLogKeys))
        .or(publishing::trouble)
        .or(() -> Optional.ofNullable(olderKeys));
  }

  /** Without keys nothing is signed either. */
  private Optional<VaultException> dropped() {
    return keyOutage()
        .filter(KeyOutage::dropped)
        .map(out -> new VaultException.KeyUnavailable("the keys were dropped: " + out.why()));
  }

  /** That what opened the vault is out of reach, while it is. */
  Optional<KeyOutage> keyOutage() {
    return keyWatch.outage();
  }

  /** Those that an administrator named, as this process knows; empty when none ever did. */
  Optional<TrustPolicy> witnesses() {
    return witnesses;
  }

  Witnessing witnessing() {
    return witnessing;
  }

  KeyWatch keyWatch() {
    return keyWatch;
  }

  /**
   * Refuses everything from now on: the {@code last} entry, the last signature, then no key is
   * held. That they cannot be written keeps no key in memory.
   */
  void dropKeys(VaultException.KeyUnavailable why, EntryDraft last) {
    ledger.shut(why);
    try {
      ledger.appendOfKeys(last);
      publishing.now();
    } catch (VaultException e) {
      LOG.warn("the end of the lease is not in the log, or not signed: {}", e.getMessage());
    } finally {
      publishing.rest();
      forgetKeys(why);
    }
  }

  /** Lets go of every key, and of what was seen with them. */
  void forgetKeys(VaultException.KeyUnavailable why) {
    keys.drop(why);
    logKeys.drop(why);
    clearCaches();
  }

  /** Lets go of the keys below the keysets. */
  void clearCaches() {
    forgetWhatWasSeen();
    cipher.forgetKeys();
    books.forgetKeys();
    ledger.forgetKeys();
  }

  /**
   * Goes on with the keys that a slot opened again. The state is verified as at opening; where the
   * keys {@code wereDropped}, other nodes may have renewed a level meanwhile without waiting for
   * this one: once they hear that it has keys again, it looks once more.
   */
  void holdKeys(Slots.Opened secrets, EntryDraft back, boolean wereDropped) {
    loadKeys(secrets);
    refreshRules();
    takeLogKeys(secrets.log());
    ledger.key(0, 0);
    if (wereDropped) {
      ledger.beat();
      refreshRules();
    }
    ledger.appendOfKeys(back);
    ledger.reopen();
    publishing.goOn();
  }

  private void loadKeys(Slots.Opened secrets) {
    refreshing.lock();
    try {
      // Keys that are still held tell whether what is stored now is the vault's.
      if (!keys.areHeld()) {
        keys.renew(secrets.root(), store.read(VaultOpening::keysets));
      }
      olderKeys = null;
      generation = 0;
    } finally {
      refreshing.unlock();
    }
  }

  /** The keys that were dropped; or newer ones, if the newest log says that it has them. */
  private void takeLogKeys(byte[] secret) {
    LogKeys again = LogKeys.parse(secret);
    boolean newer = store.read(rows -> areNamed(rows, again) && !areNamed(rows, logKeys));
    if (newer) {
      logKeys = again;
    } else {
      logKeys.renew(secret);
    }
  }

  private static boolean areNamed(ReadView rows, LogKeys keys) {
    return LogIdentity.named(rows, rows.theState().shard())
        .filter(LogPublicKeys.of(LogBooks.signer(keys))::equals)
        .isPresent();
  }

  /** The newest log may have other keys than the ones here, which then sign nothing any more. */
  private void followLogKeys(ReadView rows) {
    LogKeys held = logKeys;
    if (areNamed(rows, held)) {
      olderLogKeys = null;
      return;
    }
    try (Slots.Opened secrets = Slots.open(id, rows.slots(), unlocks)) {
      LogKeys next = LogKeys.parse(secrets.log());
      if (areNamed(rows, next)) {
        logKeys = next;
        olderLogKeys = null;
        held.drop(new VaultException.KeyUnavailable("the log's keys were renewed"));
      }
    } catch (VaultException unopened) {
      olderLogKeys =
          new VaultException.KeyUnavailable(
              "this process signs nothing, for the log's keys were renewed and no slot opens here: "
                  + unopened.getMessage(),
              unopened);
    }
  }

  /** Rows that this process remembers may be gone with the end of the log. */
  private void forgetWhatWasSeen() {
    fetcher.forget();
    patientKeys.clear();
  }

  private Rules current(ReadView rows) {
    followStateMac(rows);
    StateRow state = guard.state(rows);
    if (state.generation() == generation) {
      return rules;
    }
    // The very texts and keysets that are loaded now, whatever was believed before.
    guard.verify(state, rows);
    Rules inForce = rules.areOf(state) ? rules : Rules.load(rows, state);
    witnesses = WitnessConfig.inForce(rows);
    followLogKeys(rows);
    books = books.of(VaultOpening.shard(rows));
    generation = state.generation();
    // A patient may have been erased: no key outlives that in any process.
    patientKeys.clear();
    if (renewKeys(rows)) {
      ledger.runsBy(generation);
    }
    return inForce;
  }

  /**
   * The state may be sealed under a key that was made while this process slept. If the root was
   * renewed since too, one that wrote nothing yet opens the vault anew.
   *
   * @throws VaultException.KeyUnavailable for any other one
   */
  private void followStateMac(ReadView rows) {
    if (keys.stateMac().holdsKeyOf(rows.theState().mac())) {
      return;
    }
    try {
      keys.verifyWithNewest(VaultOpening.keysets(rows));
    } catch (VaultException.Tampered e) {
      if (ledger.hasWritten()) {
        throw new VaultException.KeyUnavailable(
            "the vault's keys were renewed, its root too, while this process slept, or somebody"
                + " changed them; restart it",
            e);
      }
      openAnew(rows);
    }
  }

  private void openAnew(ReadView rows) {
    try (Slots.Opened secrets = Slots.open(id, rows.slots(), unlocks)) {
      keys.renew(secrets.root(), VaultOpening.keysets(rows));
    }
  }

  /**
   * Whether this process has the keysets that are stored. Where another process renewed the root
   * and no slot opens here any more, it goes on with the keys that it has, and the others do not
   * use newer ones until it was restarted.
   */
  private boolean renewKeys(ReadView rows) {
    List<WrappedKeyset> stored = VaultOpening.keysets(rows);
    if (keys.areOf(stored)) {
      return true;
    }
    try {
      keys.renew(null, stored);
    } catch (VaultException.Tampered e) {
      try (Slots.Opened secrets = Slots.open(id, rows.slots(), unlocks)) {
        keys.renew(secrets.root(), stored);
      } catch (VaultException unopened) {
        olderKeys =
            new VaultException.KeyUnavailable(
                "this process goes on with older keys, for the vault's root was renewed and no slot"
                    + " opens here: "
                    + unopened.getMessage(),
                unopened);
        return false;
      }
    }
    olderKeys = null;
    return true;
  }

  /**
   * Ends, once, in this order: last entries, last signature, keys, database. An interruption must
   * not leave the log unsigned: it is put off until the end.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      boolean interrupted = Thread.interrupted();
      try {
        end();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private void end() {
    List<Runnable> steps =
        List.of(
            witnessing::close,
            yearTurn::close,
            keyWatch::close,
            ledger::close,
            publishing::close,
            patientKeys::clear,
            fetcher::forget,
            cipher::forgetKeys,
            store::close);
    RuntimeException first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
