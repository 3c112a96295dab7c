package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.patientvault.model.PatientIdentifier;

/** Every Synthea entry belongs to the patient after whom its file is named. */
class CompartmentCorpusTest {
  @Test
  void patients_everyEntry_belongsToTheFilesPatient() {
    long entries = 0;
    for (Path file : SharedCorpus.patients()) {
      String id = String.valueOf(file.getFileName()).replace(".json.gz", "");
      Owner expected = new Owner.Patient(new PatientIdentifier(Compartment.FHIR_PATIENT_ID, id));
      try (FhirSource source = FhirSource.open(List.of(file))) {
        for (SourceItem item = source.next(); item != null; item = source.next()) {
          assertThat(((SourceResource) item).owner()).isEqualTo(expected);
          entries++;
        }
      }
    }
    assertThat(entries).isEqualTo(33_104);
  }

  @Test
  void providers_everyEntry_belongsToNobody() {
    try (FhirSource source = FhirSource.open(SharedCorpus.providers())) {
      for (SourceItem item = source.next(); item != null; item = source.next()) {
        assertThat(((SourceResource) item).owner()).isEqualTo(Owner.NOBODY);
      }
    }
  }

  @Test
  void hl7Examples_eachAlone_haveAnOwnerOrNoPatient() {
    Map<String, Integer> owners = new TreeMap<>();
    SharedCorpus.examples()
        .forEach(
            (name, json) -> {
              SourceItem item = LoneResource.item(1, 1, FhirJson.read(json));
              owners.merge(kind(item), 1, Integer::sum);
            });
    CorpusReport.add("owners of the HL7 examples", owners);
    assertThat(owners).containsOnlyKeys("Nobody", "Patient");
  }

  private static String kind(SourceItem item) {
    return item instanceof SourceResource resource
        ? resource.owner().getClass().getSimpleName()
        : "Problem";
  }
}
