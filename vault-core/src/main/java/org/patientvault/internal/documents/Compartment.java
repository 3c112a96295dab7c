package org.patientvault.internal.documents;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;

/**
 * Says to whom the resources of one input belong.
 *
 * <p>In order: a Patient to itself; shared types (staff, places, medicines) to nobody; then the
 * first reference at the places of {@link PatientPaths} that leads to a Patient, through the full
 * URLs of the bundle where it must, and for a Provenance through its targets; then the bundle's
 * only Patient; then nobody. A reference that leads out of the input and cannot be read alone
 * ({@code urn:uuid:…}) leaves the owner unknown rather than nobody. Rules:
 * docs/formats/fhir-import.md.
 *
 * <p>Not safe for several threads.
 */
public final class Compartment {
  /** The issuer under which a FHIR Patient's logical id is indexed. */
  public static final String FHIR_PATIENT_ID = "urn:patientvault:fhir-patient-id";

  private static final RecordType PATIENT = new RecordType("Patient");
  private static final RecordType PROVENANCE = new RecordType("Provenance");
  private static final String BY_IDENTIFIER = "Patient?identifier=";
  private static final int MAX_TRAIL = 1_000;

  /** What is remembered of each resource of the input: enough to find its owner. */
  private record Known(RecordType type, RecordId id, List<String> references) {}

  private final Map<String, Known> byUrl = new HashMap<>();
  private @Nullable Known onlyPatient;
  private boolean severalPatients;
  private boolean complete;

  /** Remembers a resource; adding one again changes nothing. */
  void add(@Nullable String fullUrl, FhirResource resource) {
    Known known = new Known(resource.type(), resource.id(), references(resource));
    if (fullUrl != null) {
      byUrl.putIfAbsent(fullUrl, known);
    }
    byUrl.putIfAbsent(resource.type() + "/" + resource.id().value(), known);
    if (known.type().equals(PATIENT)) {
      addPatient(known);
    }
  }

  private void addPatient(Known patient) {
    if (onlyPatient == null) {
      onlyPatient = patient;
    }
    severalPatients |= !onlyPatient.id().equals(patient.id());
  }

  private static List<String> references(FhirResource resource) {
    List<String> references = new ArrayList<>();
    for (String reference : References.toPatient(resource)) {
      if (!reference.startsWith("#")) {
        references.add(reference);
      } else if (References.containsPatient(resource, reference.substring(1))) {
        references.add(patientOf(resource, reference));
      }
    }
    return List.copyOf(references);
  }

  /** A contained patient is known by nothing outside: the resource has a patient of its own. */
  private static String patientOf(FhirResource resource, String reference) {
    return searchFor(FHIR_PATIENT_ID, resource.type() + "/" + resource.id().value() + reference);
  }

  /** From now on, what is not known is not in the input. */
  void setComplete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Empty: not decided; complete the index, or refuse the resource if it is complete. */
  Optional<Owner> ownerOf(FhirResource resource) {
    return ownerOf(new Known(resource.type(), resource.id(), references(resource)), newTrail());
  }

  /** What was followed already: Provenances may point at each other, and at many. */
  private static Set<Known> newTrail() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private Optional<Owner> ownerOf(Known known, Set<Known> trail) {
    if (known.type().equals(PATIENT)) {
      return Optional.of(patient(known.id().value()));
    }
    if (PatientPaths.isShared(known.type())) {
      return Optional.of(Owner.NOBODY);
    }
    boolean allKnown = true;
    for (String reference : known.references()) {
      Optional<Owner> owner = follow(reference, known.type().equals(PROVENANCE), trail);
      if (owner.isPresent() && owner.get() instanceof Owner.Patient) {
        return owner;
      }
      allKnown &= owner.isPresent();
    }
    return withoutReference(allKnown);
  }

  private Optional<Owner> withoutReference(boolean allKnown) {
    if (!complete) {
      return Optional.empty();
    }
    if (onlyPatient != null && !severalPatients) {
      return Optional.of(patient(onlyPatient.id().value()));
    }
    return allKnown ? Optional.of(Owner.NOBODY) : Optional.empty();
  }

  /** Empty: it cannot be said where the reference leads. */
  private Optional<Owner> follow(String reference, boolean throughTarget, Set<Known> trail) {
    Known target = byUrl.get(reference);
    if (target == null) {
      return readAlone(reference, throughTarget);
    }
    if (target.type().equals(PATIENT)) {
      return Optional.of(patient(target.id().value()));
    }
    return throughTarget && trail.size() < MAX_TRAIL && trail.add(target)
        ? ownerOf(target, trail)
        : Optional.of(Owner.NOBODY);
  }

  private Optional<Owner> readAlone(String reference, boolean throughTarget) {
    if (reference.startsWith("urn:")) {
      return Optional.empty();
    }
    if (reference.startsWith(BY_IDENTIFIER)) {
      return identifierIn(reference.substring(BY_IDENTIFIER.length()));
    }
    Optional<Owner> patient = patientIn(reference);
    if (patient.isPresent() || complete || !throughTarget) {
      return Optional.of(patient.orElse(Owner.NOBODY));
    }
    return Optional.empty();
  }

  /** {@code Patient/1}, {@code https://server/fhir/Patient/1}, either with a version behind. */
  private static Optional<Owner> patientIn(String reference) {
    String[] segments = reference.split("/", -1);
    int last = segments.length - 1;
    if (last >= 3 && segments[last - 1].equals("_history")) {
      last -= 2;
    }
    boolean isPatient = last >= 1 && segments[last - 1].equals("Patient");
    return isPatient && isId(segments[last])
        ? Optional.of(patient(segments[last]))
        : Optional.empty();
  }

  private static boolean isId(String text) {
    return text.matches("[A-Za-z0-9.-]{1,64}");
  }

  /** Empty for a search that no index can answer. */
  private static Optional<Owner> identifierIn(String search) {
    try {
      String token = URLDecoder.decode(search.replace("+", "%2B"), StandardCharsets.UTF_8);
      int bar = token.indexOf('|');
      return Optional.of(
          new Owner.Patient(
              new PatientIdentifier(
                  token.substring(0, Math.max(bar, 0)), token.substring(bar + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The conditional reference that stands for an identifier. */
  static String searchFor(String system, String value) {
    return BY_IDENTIFIER + (system + "|" + value).replace("%", "%25");
  }

  private static Owner patient(String id) {
    return new Owner.Patient(new PatientIdentifier(FHIR_PATIENT_ID, id));
  }
}
