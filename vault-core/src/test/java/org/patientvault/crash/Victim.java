package org.patientvault.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.patientvault.Administration;
import org.patientvault.FhirImport;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;

/**
 * The process that is killed: opens the vault, works on it, closes it, and begins again until its
 * end. A mistake ends it with a code and a stack trace.
 */
public final class Victim {
  private static final int THREADS = 3;

  private final Place place;
  private final Task task;
  private final Random random;
  private final Teller teller = new Teller();
  private final String round;

  private Victim(Path folder, Task task, long seed) {
    this.place = Place.main(folder);
    this.task = task;
    this.random = new Random(seed);
    this.round = Long.toHexString(seed);
  }

  /** Arguments: the folder, the task, a seed. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Task task = Task.valueOf(arguments[1]);
    new Victim(folder, task, Long.parseLong(arguments[2])).run();
  }

  private void run() throws Exception {
    teller.accept(new Ack.Started());
    for (int opened = 0; ; opened++) {
      if (task == Task.CREATE) {
        createAnother(opened);
      } else {
        workOnTheVault(opened);
      }
    }
  }

  private void createAnother(int number) {
    Place another = new Place(place.folder(), round + "-" + number);
    teller.accept(new Ack.Step("create", false, another.name()));
    another.create().close();
    teller.accept(new Ack.Step("create", true, another.name()));
  }

  private void workOnTheVault(int opened) throws Exception {
    try (Vault vault = place.open()) {
      Session session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
      List<PatientRef> patients = new ArrayList<>();
      for (int i = 0; i < Place.PATIENTS; i++) {
        patients.add(session.find(Place.patient(i)).orElseThrow());
      }
      ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
      try {
        work(threads, vault, patients, opened);
      } finally {
        threads.shutdown();
      }
    }
  }

  private void work(ExecutorService threads, Vault vault, List<PatientRef> patients, int opened)
      throws InterruptedException, ExecutionException {
    int steps = 20 + random.nextInt(60);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Worker worker =
          new Worker(
              vault.as(Place.PHYSICIAN, Purpose.TREAT),
              patients,
              new Random(random.nextLong()),
              round + "-" + opened + "-" + i,
              teller);
      running.add(threads.submit(() -> repeat(worker, steps)));
    }
    running.add(threads.submit(() -> besides(vault, opened)));
    for (Future<?> each : running) {
      each.get();
    }
  }

  private static void repeat(Worker worker, int steps) {
    for (int step = 0; step < steps; step++) {
      worker.step();
    }
  }

  /** What goes on beside the writing and reading. */
  private void besides(Vault vault, int opened) {
    switch (task) {
      case BACKUP -> backup(vault, opened);
      case IMPORT -> bringIn(vault, opened);
      case CLOSE -> closeLogs(vault);
      case WORK, CREATE -> {}
    }
  }

  private void backup(Vault vault, int number) {
    Place copy = new Place(place.folder(), round + "-" + number);
    teller.accept(new Ack.Step("backup", false, copy.name()));
    vault.administration(Place.ADMIN).backup(copy.vault());
    teller.accept(new Ack.Step("backup", true, copy.name()));
  }

  private void closeLogs(Vault vault) {
    Administration administration = vault.administration(Place.ADMIN);
    for (int i = 0; i < 4; i++) {
      teller.accept(new Ack.Step("close", true, administration.closeLog()));
      administration.keys().rotateLog(List.of(place.unlock()));
    }
  }

  private void bringIn(Vault vault, int number) {
    Path input = Input.file(place.folder());
    FhirImport.of(vault.as(Place.PHYSICIAN, Purpose.TREAT)).run(List.of(input), false, p -> {});
    teller.accept(new Ack.Step("import", true, "" + number));
  }
}
