package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.patientvault.internal.documents.SourceFixture.bundle;
import static org.patientvault.internal.documents.SourceFixture.bytes;
import static org.patientvault.internal.documents.SourceFixture.entry;
import static org.patientvault.internal.documents.SourceFixture.observation;
import static org.patientvault.internal.documents.SourceFixture.provenance;
import static org.patientvault.internal.documents.SourceFixture.read;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompartmentTest {
  @TempDir private Path folder;

  @Test
  void next_aReferenceToALaterEntry_isFollowed() throws IOException {
    Path file =
        inputs()
            .file(
                "a.json",
                bundle(
                    entry("urn:uuid:4", provenance("urn:uuid:2")),
                    entry("urn:uuid:2", observation("o", "urn:uuid:1")),
                    entry("urn:uuid:1", "{\"resourceType\":\"Patient\",\"id\":\"p\"}"),
                    entry("urn:uuid:5", "{\"resourceType\":\"Patient\",\"id\":\"q\"}")));
    assertThat(read(file))
        .containsExactly(
            "1:1 Provenance -> p", "1:2 Observation -> p", "1:3 Patient -> p", "1:4 Patient -> q");
  }

  @Test
  void next_provenancesThatPointAtEachOther_endWithNobody() throws IOException {
    Path file =
        inputs()
            .file(
                "a.json",
                bundle(
                    entry("urn:uuid:1", provenance("urn:uuid:2")),
                    entry("urn:uuid:2", provenance("urn:uuid:1")),
                    entry("urn:uuid:3", provenance("urn:uuid:3"))));
    assertThat(read(file))
        .containsExactly(
            "1:1 Provenance -> nobody", "1:2 Provenance -> nobody", "1:3 Provenance -> nobody");
  }

  @Test
  void next_aPatientWithoutId_isFoundByItsFullUrl() throws IOException {
    Path file =
        inputs()
            .file(
                "a.json",
                bundle(
                    entry("urn:uuid:2", observation("o", "urn:uuid:1")),
                    entry("urn:uuid:1", "{\"resourceType\":\"Patient\",\"active\":true}")));
    String id = FhirJson.read(bytes("{\"resourceType\":\"Patient\",\"active\":true}")).id().value();
    assertThat(read(file)).containsExactly("1:1 Observation -> " + id, "1:2 Patient -> " + id);
  }

  @Test
  void next_namesNoPatient_belongsToTheBundlesOnlyOne_elseToNobody() throws IOException {
    String binary = entry("urn:uuid:9", "{\"resourceType\":\"Binary\",\"id\":\"b\"}");
    String first = entry("urn:uuid:1", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    String second = entry("urn:uuid:2", "{\"resourceType\":\"Patient\",\"id\":\"q\"}");
    assertThat(read(inputs().file("one.json", bundle(binary, first))))
        .containsExactly("1:1 Binary -> p", "1:2 Patient -> p");
    assertThat(read(inputs().file("two.json", bundle(first, second, binary))))
        .containsExactly("1:1 Patient -> p", "1:2 Patient -> q", "1:3 Binary -> nobody");
  }

  @Test
  void next_aReferenceThatLeadsNowhere_isAProblem_notNobodys() throws IOException {
    Path file =
        inputs().file("a.json", bundle(entry("urn:uuid:2", observation("o", "urn:uuid:1"))));
    assertThat(read(file)).containsExactly("1:1 ! " + LoneResource.NO_OWNER);
  }

  @Test
  void owner_eachFormOfReference_isUnderstood() throws IOException {
    assertThat(owner("{\"reference\":\"Patient/p\"}")).isEqualTo("p");
    assertThat(owner("{\"reference\":\"Patient/p/_history/2\"}")).isEqualTo("p");
    assertThat(owner("{\"reference\":\"http://a.example/fhir/Patient/p\"}")).isEqualTo("p");
    assertThat(owner("{\"reference\":\"Group/g\"}")).isEqualTo("nobody");
    assertThat(owner("{\"display\":\"somebody\"}")).isEqualTo("nobody");
    assertThat(owner("{\"reference\":\"#p\"}")).isEqualTo("nobody");
    assertThat(owner("{\"reference\":\"Practitioner?identifier=urn:npi|7\"}")).isEqualTo("nobody");
    assertThat(owner("{\"reference\":\"Patient?identifier=urn:mrn%7C7+8\"}"))
        .isEqualTo("urn:mrn|7+8");
    assertThat(
            owner(
                "{\"type\":\"Patient\",\"identifier\":{\"system\":\"urn:mrn\",\"value\":\"50%\"}}"))
        .isEqualTo("urn:mrn|50%");
    assertThat(owner("{\"reference\":\"Patient?identifier=%\"}")).startsWith("! ");
    assertThat(owner("{\"reference\":\"urn:uuid:7\"}")).startsWith("! ");
  }

  @Test
  void owner_anIdentifierWhereOnlyAPatientCanStand_namesThePatient() throws IOException {
    String claim =
        "{\"resourceType\":\"Claim\",\"id\":\"c\",\"patient\":{\"identifier\":"
            + "{\"system\":\"urn:mrn\",\"value\":\"7\"}}}";
    assertThat(read(inputs().file("a.json", claim))).containsExactly("1:1 Claim -> urn:mrn|7");
  }

  @Test
  void owner_aContainedPatient_isAPatientOfItsOwn() throws IOException {
    String observation =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"contained\":["
            + "{\"resourceType\":\"Patient\",\"id\":\"p\"}],\"subject\":{\"reference\":\"#p\"}}";
    assertThat(read(inputs().file("a.json", observation)))
        .containsExactly("1:1 Observation -> Observation/o#p");
  }

  private String owner(String reference) throws IOException {
    String observation =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"subject\":" + reference + "}";
    return read(inputs().file("owner.json", observation))
        .get(0)
        .replaceFirst("^1:1 (Observation -> )?", "");
  }

  private SourceFixture inputs() {
    return new SourceFixture(folder);
  }
}
