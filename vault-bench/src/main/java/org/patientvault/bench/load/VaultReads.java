package org.patientvault.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.bench.VisitFields;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/** A vault with one visit per patient, and two ways to read it: one by one, and many at once. */
final class VaultReads implements AutoCloseable {
  private static final int WRITERS = 32;
  private static final Unlock SECRET = Unlock.passphrase("not a secret"::toCharArray);

  private final Vault vault;
  private final Session session;
  private final List<RecordKey> keys = new ArrayList<>();

  VaultReads(String location, VaultOptions options, int patients) throws Exception {
    this(Vault.create(location, SECRET, options));
    vault.administration(Actor.of("admin", "admin")).installSchema(VisitFields.SCHEMA);
    inParallel(patients, this::write);
  }

  private VaultReads(Vault vault) {
    this.vault = vault;
    this.session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  /** One that another process has made. */
  static VaultReads open(String location, VaultOptions options, int patients) throws Exception {
    VaultReads reads = new VaultReads(Vault.open(location, List.of(SECRET), options));
    reads.inParallel(patients, reads::find);
    return reads;
  }

  private void inParallel(int patients, IntFunction<RecordKey> step) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<RecordKey>> written = new ArrayList<>();
      IntStream.range(0, patients).forEach(i -> written.add(writers.submit(() -> step.apply(i))));
      for (Future<RecordKey> each : written) {
        keys.add(each.get());
      }
    } finally {
      writers.shutdown();
    }
  }

  private static PatientIdentifier mrn(int number) {
    return new PatientIdentifier("urn:example:mrn", Integer.toString(number));
  }

  private static RecordKey key(PatientRef patient, int number) {
    return RecordKey.of(patient, "Visit", "visit-" + number);
  }

  private RecordKey find(int number) {
    return key(session.find(mrn(number)).orElseThrow(), number);
  }

  private RecordKey write(int number) {
    RecordKey key = key(session.admit(mrn(number)), number);
    session.create(key, Visits.fields(number));
    return key;
  }

  /** One record per request. */
  Party single(String name) {
    return party(name, () -> checked(session.read(randomKey())));
  }

  /** {@code count} patients' records per request. */
  Party batch(String name, int count) {
    return party(
        name,
        () ->
            session.readAll(IntStream.range(0, count).mapToObj(i -> randomKey()).toList()).stream()
                .mapToInt(VaultReads::checked)
                .sum());
  }

  private RecordKey randomKey() {
    return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
  }

  private static int checked(RecordView view) {
    if (view.fields().size() != VisitFields.NAMES.size()) {
      throw new IllegalStateException(
          "a record came back with " + view.fields().size() + " fields");
    }
    return 1;
  }

  private static Party party(String name, Party.Caller caller) {
    return new Party() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Caller caller(int number) {
        return caller;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    vault.close();
  }
}
