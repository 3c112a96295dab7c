package org.patientvault;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.PolicyWitness;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifierKey;
import org.patientvault.audit.witness.Asking;
import org.patientvault.audit.witness.Told;
import org.patientvault.audit.witness.WitnessClient;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.WitnessBooks;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the log's newest head cosigned by the witnesses that an administrator named, on a thread of
 * its own: nobody who reads, writes or signs waits for it.
 *
 * <p>That a witness is silent is told after a while and stops nothing. That it saw a larger log, or
 * another one, stops the signing here, until it cosigns again.
 */
final class Witnessing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

  /** At most so often. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** A command that ends sooner asks nobody. */
  private static final Duration LOOKS_AFTER = Duration.ofSeconds(2);

  private static final Duration LOOKS_EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Engine engine;
  private final LongSupplier nanoTicker;
  private final WitnessClient client = new WitnessClient(PATIENCE);
  private final ReentrantLock asking = new ReentrantLock();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();
  private final Map<String, VaultException.Tampered> alarms = new ConcurrentHashMap<>();
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(Witnessing::daemon);

  /** When this process asked last, and about which size; guarded by the pace's one thread. */
  private long askedNanos;

  private long askedSize;
  private @Nullable Shard askedLog;

  /** By log, once they were asked for. */
  private final Map<Shard, Shown> known = new ConcurrentHashMap<>();

  private record Shown(Shard log, LogVerifierKeys own, WitnessBooks books) {}

  private @Nullable ScheduledFuture<?> looking;
  private volatile boolean closed;

  Witnessing(Engine engine, LongSupplier nanoTicker) {
    this.engine = engine;
    this.nanoTicker = nanoTicker;
    this.askedNanos = nanoTicker.getAsLong() - EVERY.toNanos();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "patientvault-witnesses");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    // There is nothing new to show before the log is signed again.
    long signing = engine.options.publishEvery().toMillis();
    looking =
        pace.scheduleWithFixedDelay(
            this::turn,
            Math.max(LOOKS_AFTER.toMillis(), signing),
            Math.max(LOOKS_EVERY.toMillis(), signing),
            TimeUnit.MILLISECONDS);
  }

  private void turn() {
    try {
      if (isDue() && books().mayAsk(EVERY.toMillis())) {
        ask();
      }
    } catch (RuntimeException | Error e) {
      // Let through, it would end the pace for good.
      LOG.warn("the witnesses were not asked: {}", e.getMessage());
    }
  }

  private boolean isDue() {
    if (addresses().isEmpty() || nanoTicker.getAsLong() - askedNanos < EVERY.toNanos()) {
      return false;
    }
    long size = books().newest().map(Checkpoint::size).orElse(0L);
    boolean another = !newest().log().equals(askedLog);
    return size > 0 && (another || size != askedSize || !troubles.isEmpty() || !alarms.isEmpty());
  }

  /** The witnesses that have an address, those of one address together. */
  private Map<URI, List<PolicyWitness>> addresses() {
    Map<URI, List<PolicyWitness>> addresses = new LinkedHashMap<>();
    for (PolicyWitness each : witnesses()) {
      if (!each.url().isEmpty()) {
        addresses
            .computeIfAbsent(WitnessClient.address(each.url()), any -> new ArrayList<>())
            .add(each);
      }
    }
    return addresses;
  }

  private List<PolicyWitness> witnesses() {
    return engine.witnesses().map(policy -> policy.witnesses(own().origin())).orElse(List.of());
  }

  /**
   * Asks every witness that has an address, now, and gives the size that they were asked about; 0
   * when there is none to ask.
   */
  long ask() {
    asking.lock();
    try {
      if (addresses().isEmpty()) {
        return 0;
      }
      closed().ifPresent(this::askAboutItsEnd);
      return ask(newest());
    } finally {
      asking.unlock();
    }
  }

  private long ask(Shown log) {
    Optional<Checkpoint> head = log.books().newest();
    if (head.isEmpty()) {
      return 0;
    }
    askedNanos = nanoTicker.getAsLong();
    askedSize = head.get().size();
    askedLog = log.log();
    addresses().forEach((address, those) -> ask(log.books(), address, those, head.get()));
    engine.publishing.halt(alarms.values().stream().findFirst());
    return head.get().size();
  }

  /** The log before the newest one: what was signed last of it was shown to nobody yet. */
  private Optional<Shown> closed() {
    List<Shard> logs = engine.store.read(LogChain::of);
    return logs.size() < 2 ? Optional.empty() : Optional.of(of(logs.get(logs.size() - 2)));
  }

  private void askAboutItsEnd(Shown log) {
    Optional<Checkpoint> head = log.books().newest();
    head.ifPresent(
        end ->
            addresses()
                .forEach(
                    (address, those) -> {
                      if (log.books().cosignedSize(keys(those)) < end.size()) {
                        ask(log.books(), address, those, end);
                      }
                    }));
  }

  private static List<VerifierKey> keys(List<PolicyWitness> those) {
    return those.stream().map(PolicyWitness::key).toList();
  }

  private void ask(WitnessBooks books, URI address, List<PolicyWitness> those, Checkpoint head) {
    List<VerifierKey> keys = keys(those);
    if (closed) {
      return;
    }
    Told told;
    try {
      told =
          new Asking(client.to(address), old -> books.growth(old, head), head, keys)
              .from(books.cosignedSize(keys));
      if (told instanceof Told.Cosigned cosigned) {
        books.keep(head, cosigned.lines());
      }
    } catch (VaultException e) {
      told = new Told.Failed(String.valueOf(e.getMessage()));
    }
    note(those.get(0).name(), told, head);
  }

  private void note(String name, Told told, Checkpoint head) {
    if (told instanceof Told.Cosigned) {
      troubles.remove(name);
      alarms.remove(name);
    } else if (told instanceof Told.Failed failed) {
      troubles.put(name, failed.why());
      LOG.info("the witness {} did not cosign {} entries: {}", name, head.size(), failed.why());
    } else {
      alarm(name, told, head);
    }
  }

  private void alarm(String name, Told told, Checkpoint head) {
    String saw =
        told instanceof Told.WentBack back
            ? "saw " + back.size() + " entries of this log, and here are " + head.size()
            : "saw other entries than those that are here";
    troubles.put(name, saw);
    VaultException.Tampered alarm =
        new VaultException.Tampered(
            "nothing is signed any more: the witness "
                + name
                + " "
                + saw
                + "; an older copy of the database was put back, or somebody wrote another history."
                + " Keep this vault as it is; docs/auditing.md, \"Witnesses\", says how to go on");
    alarms.put(name, alarm);
    LOG.error("{}", alarm.getMessage());
  }

  /** What is known of each witness, and whether they are late. */
  WitnessStatus status() {
    return status(engine.shard());
  }

  /** As {@link #status()}, of another log. */
  WitnessStatus status(Shard log) {
    Optional<TrustPolicy> trusted = engine.witnesses();
    if (trusted.isEmpty()) {
      return WitnessStatus.none();
    }
    LogVerifierKeys keys = of(log).own();
    TrustPolicy policy = TrustPolicy.of(keys, trusted.get());
    int shard = log.number();
    return engine.store.read(
        rows ->
            WitnessStatus.of(
                rows,
                shard,
                policy,
                witnesses().stream()
                    .map(
                        each ->
                            WitnessStatus.info(
                                rows,
                                shard,
                                policy,
                                each,
                                Optional.ofNullable(troubles.get(each.name()))))
                    .toList(),
                engine.options.clock().instant()));
  }

  LogVerifierKeys own() {
    return newest().own();
  }

  /** What witnesses are shown of the newest log. */
  WitnessBooks books() {
    return newest().books();
  }

  private Shown newest() {
    return of(engine.shard());
  }

  private Shown of(Shard log) {
    return known.computeIfAbsent(log, this::read);
  }

  private Shown read(Shard log) {
    LogVerifierKeys own = LogIdentity.of(engine, log);
    return new Shown(log, own, engine.books().of(log).witnesses(own));
  }

  /** What an auditor of that log is to trust. */
  TrustPolicy policy(Shard log) {
    LogVerifierKeys keys = of(log).own();
    Supplier<TrustPolicy> alone = () -> TrustPolicy.of(keys);
    return engine.witnesses().map(each -> TrustPolicy.of(keys, each)).orElseGet(alone);
  }

  /** Whoever is waited for is waited for no longer. */
  @Override
  public void close() {
    closed = true;
    client.close();
    if (looking != null) {
      looking.cancel(false);
    }
    pace.shutdown();
    try {
      if (!pace.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("who asks the witnesses did not end within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
