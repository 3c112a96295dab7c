package org.patientvault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.patientvault.internal.documents.FhirResource;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.documents.SourceResource;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/**
 * Writes resources with many under way at once, so that they share commits; two of one key never
 * overtake each other.
 */
final class ImportPipe implements AutoCloseable {
  private static final int UNDER_WAY = 512;
  private static final int PATIENTS_KNOWN = 100_000;

  private final Access access;
  private final FhirImport.ImportTally tally;
  private final Lookups lookups;
  private final Writes writes;
  private final Cache<PatientIdentifier, PatientRef> patients =
      Caffeine.newBuilder().maximumSize(PATIENTS_KNOWN).build();
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final Set<RecordKey> keys = new HashSet<>();

  private record Sent(RecordKey key, CompletableFuture<WrittenRecord> done) {}

  ImportPipe(Access access, FhirImport.ImportTally tally) {
    this.access = access;
    this.tally = tally;
    this.lookups = new Lookups(access);
    this.writes = new Writes(access);
  }

  void put(SourceResource source) {
    FhirResource resource = source.resource();
    PatientRef patient = owner(source.owner(), resource);
    RecordKey key = new RecordKey(patient, resource.type(), resource.id());
    if (keys.contains(key)) {
      drain();
    }
    keys.add(key);
    sent.add(new Sent(key, writes.put(key, resource.fields())));
    if (sent.size() >= UNDER_WAY) {
      finishOne();
    }
  }

  private PatientRef owner(Owner owner, FhirResource resource) {
    if (!(owner instanceof Owner.Patient known)) {
      return access.engine.reserved;
    }
    PatientRef patient = patients.get(known.identifier(), this::findOrAdmit);
    List<PatientIdentifier> identifiers = resource.identifiers();
    if (resource.type().value().equals("Patient") && !identifiers.isEmpty()) {
      tally.shared += lookups.link(patient, identifiers);
    }
    return patient;
  }

  private PatientRef findOrAdmit(PatientIdentifier identifier) {
    Optional<PatientRef> found =
        access.engine.store.read(rows -> access.engine.patients.find(rows, identifier));
    return found.orElseGet(
        () -> {
          tally.admitted++;
          return lookups.admit(List.of(identifier));
        });
  }

  /** Waits for everything under way. */
  void drain() {
    while (!sent.isEmpty()) {
      finishOne();
    }
  }

  private void finishOne() {
    Sent first = sent.remove();
    keys.remove(first.key());
    try {
      switch (access.engine.ledger.await(first.done()).change()) {
        case CREATED -> tally.created++;
        case UPDATED -> tally.updated++;
        case UNCHANGED -> tally.unchanged++;
      }
    } catch (VaultException.Conflict e) {
      access.engine.refreshRules();
      throw e;
    }
  }

  /**
   * Waits for what is under way even when the import failed, so that the caller knows where it
   * stands.
   */
  @Override
  public void close() {
    List<Sent> left = new ArrayList<>(sent);
    sent.clear();
    left.forEach(each -> each.done().handle((written, failure) -> 0).join());
  }
}
