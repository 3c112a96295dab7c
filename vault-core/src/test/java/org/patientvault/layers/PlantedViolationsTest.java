package org.patientvault.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds the class that was planted to break it, and leaves the innocent ones alone. */
@Tag("once")
class PlantedViolationsTest {
  private static final String ROOT = "org.patientvault.planted";

  private static final Layers LAYERS = new Layers(ROOT);
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

  @ParameterizedTest
  @CsvSource({
    "'', UsesTink",
    "model, model.UsesAccess",
    "access, access.UsesAudit",
    "audit, audit.UsesTink",
    "audit, audit.UsesSql",
    "audit, audit.UsesJackson",
    "audit.anchor, audit.anchor.UsesJackson",
    "audit.details, audit.details.UsesTink",
    "audit.report, audit.report.UsesJackson",
    "audit.fhir, audit.fhir.UsesJackson",
    "audit.witness, audit.witness.UsesSql",
    "keys, keys.UsesTink",
    "keys, keys.UsesJackson",
    "keys.cloud, keys.cloud.UsesKeys",
    "internal.crypto, internal.crypto.UsesStore",
    "internal.source, internal.source.UsesYaml",
    "internal.store, internal.store.UsesCrypto",
    "internal.store, internal.store.UsesBouncyCastle",
    "internal.ledger, internal.ledger.UsesSql",
    "internal.sealing, internal.sealing.UsesFacade",
    "internal.documents, internal.documents.UsesStore",
    "internal.jobs, internal.jobs.UsesYaml",
  })
  void row_brokenByAClass_namesIt(String layer, String culprit) {
    assertThat(violations(LAYERS.row(layer))).anyMatch(line -> line.contains(name(culprit)));
  }

  @ParameterizedTest
  @CsvSource({
    "every class has a layer, elsewhere.HasNoLayer",
    "no cycles, internal.crypto.UsesStore",
    "no files or network, access.ReadsAFile",
    "only the façade knows the clock, access.ReadsTheClock",
    "no standard streams, model.Prints",
    "no printStackTrace, model.PrintsStackTrace",
  })
  void rule_brokenByAClass_namesIt(String rule, String culprit) {
    assertThat(violations(LAYERS.others().get(rule)))
        .anyMatch(line -> line.contains(name(culprit)));
  }

  @Test
  void everyRow_hasAPlantedViolation() {
    assertThat(Layers.names()).allMatch(layer -> !violations(LAYERS.row(layer)).isEmpty());
  }

  @Test
  void anAllowedArrow_isNoViolation() {
    assertThat(violations(LAYERS.row("access")))
        .noneMatch(line -> line.contains("access.Innocent"));
  }

  private List<String> violations(ArchRule rule) {
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }

  private static String name(String planted) {
    return ROOT + "." + planted;
  }
}
