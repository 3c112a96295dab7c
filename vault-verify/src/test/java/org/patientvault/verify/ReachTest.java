package org.patientvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.report.BundleReports;
import org.patientvault.model.VaultException;

/** The auditor's program leads to nothing but what its jar holds. */
class ReachTest {
  private static final String OWN = "org.patientvault";

  private static final ImportOption NO_TESTS = new ImportOption.DoNotIncludeTests();

  /** The product, and what is planted. */
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(at -> NO_TESTS.includes(at) || at.contains("/verify/planted/"))
          .importPackages(OWN);

  @Test
  void program_leadsToNothingElse() {
    Reach reach = Reach.of(Verifier.class.getName(), ALL);
    assertThat(reach.names())
        .contains(BundleVerifier.class.getName(), BundleReports.class.getName())
        .contains(AuditCheckProofCommand.class.getName(), VaultException.class.getName())
        .hasSizeGreaterThan(200);
    reach.sufficesForItself().check(ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeadsToKeys", "LeadsToTheVault", "LeadsToADatabase"})
  void violation_isFoundBehindAnInnocentClass(String start) {
    Reach reach = Reach.of(OWN + ".verify.planted." + start, ALL);
    List<String> found = reach.sufficesForItself().evaluate(ALL).getFailureReport().getDetails();
    assertThat(found).isNotEmpty().anyMatch(line -> line.contains("verify.planted.Behind"));
  }
}
