package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * Every resource of the synthetic patients and of the HL7 examples goes into a vault and comes out
 * equal, through a session in all its versions, and through an export in its newest.
 */
@Tag("once")
@OnBothStores
class CorpusRoundTripTest {
  private static final int INPUTS = 49 + 10 + 496;
  private static final int AT_ONCE = 500;

  @TempDir Path folder;
  private Path inputs;
  private final CorpusContent expected = new CorpusContent();

  @BeforeEach
  void readInputs() throws IOException {
    inputs = folder.resolve("in");
    assertThat(SampleData.copyInto(inputs)).isEqualTo(INPUTS);
    SampleData.resources(inputs, expected::add);
  }

  @Test
  void everyResource_comesBackEqual(TestDatabase database) throws IOException {
    Unlock unlock = QuickPassphrase.of("correct horse battery"::toCharArray);
    try (Vault vault = Vault.create(database.location(), unlock)) {
      Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      importAll(physician);
      compareRead(physician);
      compareExported(physician);
      importAgain(physician);
    }
  }

  private void importAll(Session physician) {
    ImportReport report = FhirImport.of(physician).run(List.of(inputs), false, p -> {});
    assertThat(report.problems()).isEmpty();
    long taken = report.created() + report.updated() + report.unchanged();
    System.out.printf(
        "imported %d resources of %d patients from %d inputs%n",
        taken, report.patientsAdmitted(), INPUTS);
    assertThat(taken).isEqualTo(expected.taken());
  }

  private void compareRead(Session physician) {
    CorpusContent found = new CorpusContent();
    List<PatientRef> everybody = new ArrayList<>(physician.patients(null, 100_000));
    everybody.add(physician.nobody());
    for (PatientRef patient : everybody) {
      read(physician, physician.records(patient)).forEach(view -> found.add(json(view)));
    }
    long differences = expected.missingIn(found) + found.missingIn(expected);
    System.out.printf(
        "read through a session: %d resources in %d versions, differences: %d%n",
        expected.names(), expected.distinct(), differences);
    assertThat(differences).isZero();
  }

  /** Newest revisions in batches, older ones each by itself. */
  private static List<RecordView> read(Session physician, List<RecordSummary> records) {
    List<RecordView> views = new ArrayList<>();
    for (int from = 0; from < records.size(); from += AT_ONCE) {
      List<RecordSummary> some = records.subList(from, Math.min(records.size(), from + AT_ONCE));
      List<RecordKey> keys = some.stream().map(RecordSummary::key).toList();
      views.addAll(physician.readAll(keys));
    }
    for (RecordSummary record : records) {
      for (int revision = 1; revision < record.revision(); revision++) {
        views.add(physician.readRevision(record.key(), revision));
      }
    }
    return views;
  }

  /** A record as JSON; an id that no input gave stands for none. */
  private JsonNode json(RecordView view) {
    ObjectNode resource = JsonNodeFactory.instance.objectNode();
    resource.put("resourceType", view.key().type().value());
    view.fields().forEach((name, value) -> resource.set(name.value(), json(value)));
    ObjectNode withId = resource.deepCopy().put("id", view.key().id().value());
    return expected.has(withId) ? withId : resource;
  }

  private static JsonNode json(FieldValue value) {
    return switch (value.kind()) {
      case TEXT -> TextNode.valueOf(value.asText());
      case BOOLEAN -> BooleanNode.valueOf(value.asBoolean());
      case NULL -> NullNode.instance;
      case JSON -> SampleData.parse(value.asJson());
      default -> throw new AssertionError("an import makes no " + value.kind());
    };
  }

  private void compareExported(Session physician) throws IOException {
    Path out = folder.resolve("out");
    long exported = FhirExport.of(physician).run(out, n -> {});
    CorpusContent found = new CorpusContent();
    SampleData.resources(out, found::add);
    long differences = found.missingIn(expected);
    System.out.printf("exported: %d resources, differences: %d%n", exported, differences);
    assertThat(differences).isZero();
    assertThat(found.taken()).isEqualTo(exported);
    assertThat(found.names()).isEqualTo(expected.names());
  }

  /** Only what two inputs give in two versions changes again, there and back. */
  private void importAgain(Session physician) {
    long versions = expected.distinct() - expected.names();
    ImportReport again = FhirImport.of(physician).run(List.of(inputs), false, p -> {});
    System.out.printf(
        "imported again: %d unchanged, %d of two versions, %d created%n",
        again.unchanged(), again.updated(), again.created());
    assertThat(again.created()).isZero();
    assertThat(again.patientsAdmitted()).isZero();
    assertThat(again.updated()).isLessThanOrEqualTo(2 * versions);
    assertThat(again.unchanged() + again.updated()).isEqualTo(expected.taken());
  }
}
