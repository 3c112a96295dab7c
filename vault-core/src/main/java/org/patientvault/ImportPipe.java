package org.patientvault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.sealing.ArrivalUnit;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/**
 * Writes records with many under way at once, so that they share commits; two of one key never
 * overtake each other.
 *
 * <p>A record is taken to be new: sealed and handed in without looking first. When it is not, or
 * the rules, its patient or the patient's key changed meanwhile, it is written again, the careful
 * way. So is what was handed in for a patient whose admission was refused.
 */
final class ImportPipe implements AutoCloseable {
  private static final int UNDER_WAY = 1_024;

  private final Access access;
  private final ImportTally tally;
  private final Predicate<Incoming> mayReplace;
  private final Lookups lookups;
  private final Writes writes;
  private final ImportPatients patients;
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final Set<RecordKey> keys = new HashSet<>();

  /** Whether some of what is under way was sealed for a patient whom nobody knows. */
  private boolean admissionRefused;

  /** Something under way, and what to do when its commit is to be waited for. */
  private record Sent(CompletableFuture<?> done, Runnable finish) {}

  /**
   * {@code mayReplace} is asked before a record that is there is held against one that comes; what
   * it keeps from being replaced is counted as kept.
   */
  ImportPipe(Access access, ImportTally tally, Predicate<Incoming> mayReplace) {
    this.access = access;
    this.tally = tally;
    this.mayReplace = mayReplace;
    this.lookups = new Lookups(access);
    this.writes = new Writes(access);
    this.patients = new ImportPatients(access.engine, lookups);
  }

  void put(Incoming incoming) {
    if (admissionRefused) {
      // What is written again may be of the same record, under the patient's other reference.
      drain();
      admissionRefused = false;
    }
    ImportPatients.Known patient = patient(incoming.owner());
    link(patient, incoming);
    RecordKey key = incoming.keyOf(patient.reference());
    if (keys.contains(key)) {
      drain();
    }
    CompletableFuture<ArrivalUnit.Arrival> arrival =
        writes.arrive(key, () -> patients.key(patient), incoming.fields());
    keys.add(key);
    send(arrival, () -> arrived(incoming, key, arrival));
  }

  private void send(CompletableFuture<?> done, Runnable finish) {
    sent.add(new Sent(done, finish));
    if (sent.size() >= UNDER_WAY) {
      finishOne();
    }
  }

  private ImportPatients.Known patient(Owner owner) {
    if (!(owner instanceof Owner.Patient named)) {
      return patients.nobody();
    }
    ImportPatients.Known known = patients.find(named.identifier());
    if (known != null) {
      return known;
    }
    ImportPatients.Known admitted = patients.admit(named.identifier());
    send(admitted.admission(), () -> admitted(named.identifier(), admitted));
    return admitted;
  }

  private void admitted(PatientIdentifier identifier, ImportPatients.Known patient) {
    try {
      access.engine.ledger.await(patient.admission());
      patient.isThere();
      tally.admitted++;
    } catch (VaultException.Conflict e) {
      // Admitted by somebody else, or under older rules: what was sealed for this reference is
      // refused too.
      access.engine.refreshRules();
      patients.forget(identifier);
      admissionRefused = true;
    }
  }

  private void link(ImportPatients.Known patient, Incoming incoming) {
    List<PatientIdentifier> identifiers = incoming.identifiers();
    if (patient.isPatient() && !identifiers.isEmpty()) {
      CompletableFuture<Integer> linked = lookups.submitLink(patient.reference(), identifiers);
      send(linked, () -> tally.shared += linked(incoming.owner(), identifiers, linked));
    }
  }

  private int linked(
      Owner owner, List<PatientIdentifier> identifiers, CompletableFuture<Integer> linked) {
    try {
      return access.engine.ledger.await(linked);
    } catch (VaultException.Conflict | VaultException.NotFound e) {
      access.engine.refreshRules();
      return lookups.link(findOrAdmit(owner), identifiers);
    }
  }

  private void arrived(
      Incoming incoming, RecordKey key, CompletableFuture<ArrivalUnit.Arrival> arrival) {
    keys.remove(key);
    try {
      switch (access.engine.ledger.await(arrival)) {
        case CREATED -> tally.created++;
        case THE_SAME_IS_THERE -> tally.unchanged++;
        case ANOTHER_IS_THERE -> putCarefully(incoming);
      }
    } catch (VaultException.Conflict e) {
      access.engine.refreshRules();
      putCarefully(incoming);
    }
  }

  /** Looks first, then writes, and waits for both; again when somebody else wrote in between. */
  private void putCarefully(Incoming incoming) {
    if (!mayReplace.test(incoming)) {
      tally.kept++;
      return;
    }
    RecordKey key = incoming.keyOf(findOrAdmit(incoming.owner()));
    switch (unlessOvertaken(() -> writes.put(key, incoming.fields())).change()) {
      case CREATED -> tally.created++;
      case UPDATED -> tally.updated++;
      case UNCHANGED -> tally.unchanged++;
    }
  }

  private PatientRef findOrAdmit(Owner owner) {
    if (!(owner instanceof Owner.Patient named)) {
      return patients.nobody().reference();
    }
    return unlessOvertaken(() -> findOrAdmit(named.identifier()));
  }

  private PatientRef findOrAdmit(PatientIdentifier identifier) {
    patients.forget(identifier);
    ImportPatients.Known known = patients.find(identifier);
    if (known != null) {
      return known.reference();
    }
    PatientRef admitted = lookups.admit(List.of(identifier));
    tally.admitted++;
    return admitted;
  }

  /** Tries again when somebody else did the same between looking and writing. */
  private static <R> R unlessOvertaken(Supplier<R> step) {
    for (int tried = 1; ; tried++) {
      try {
        return step.get();
      } catch (VaultException.Conflict e) {
        if (tried == Engine.TRIES) {
          throw e;
        }
      }
    }
  }

  /** Waits for everything under way. */
  void drain() {
    while (!sent.isEmpty()) {
      finishOne();
    }
  }

  private void finishOne() {
    sent.remove().finish().run();
  }

  /**
   * Waits for what is under way even when the import failed, so that the caller knows where it
   * stands.
   */
  @Override
  public void close() {
    List<Sent> left = new ArrayList<>(sent);
    sent.clear();
    left.forEach(each -> each.done().handle((result, failure) -> true).join());
  }
}
