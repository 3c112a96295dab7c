package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.report.BundleReports;
import org.patientvault.audit.report.Language;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** What the report of erasures says of patients; nobody's erasure excuses a missing detail. */
@Tag("once")
@OnBothStores
class ErasedPatientsReportTest {
  private static final Actor OTTO = Actor.of("otto", "auditor");

  @TempDir Path folder;

  private static ReportCells ask(ErasurePlace place, Question question) {
    return new ReportCells(
        place.vault.auditTrail(OTTO).report(ReportRequest.of(question, Language.EN)));
  }

  @Test
  void report_saysWhatWentAndWhatRemains_fromTheVaultAndOffline(TestDatabase database) {
    try (ErasurePlace place = ErasurePlace.in(database, folder)) {
      place.administration().closeLog();
      place.physician().read(ErasurePlace.pressure(place.anna));
      place.erase(place.anna);
      check(ask(place, Question.ERASURES));
      Path bundle = folder.resolve("bundle");
      place.vault.auditTrail(OTTO).export(bundle);
      BundleReports.Made made =
          BundleReports.make(
              bundle,
              place.publicKeys(),
              Optional.empty(),
              ReportRequest.of(Question.ERASURES, Language.EN));
      check(new ReportCells(made.report().orElseThrow()));
    }
  }

  private static void check(ReportCells report) {
    assertThat(report.summary()).contains("1 patient was erased");
    assertThat(report.column("ground")).containsExactly("", "request");
    assertThat(report.column("certificate")).containsExactly("", "1");
    assertThat(report.column("destroyed"))
        .containsExactly(
            "the same patient, under the name that an older log has",
            "2 records in 3 revisions, 2 identifiers, 1 key");
    assertThat(report.column("remains").get(1)).matches("[0-9]+ details of the log");
  }

  @Test
  void asking_holdingAndRefusals_areOnRecord(TestDatabase database) {
    try (ErasurePlace place = ErasurePlace.in(database, folder)) {
      place.erasures().ask(place.anna, ErasureGround.ORDER, "court order 7");
      place.erasures().hold(place.anna, "case 12");
      assertThatThrownBy(() -> place.erasures().erase(place.anna))
          .isInstanceOf(VaultException.Refused.class);
      assertThat(ask(place, Question.ADMIN).column("what"))
          .contains("action=erase ground=order", "action=hold");
      assertThat(ask(place, Question.DENIED).column("data")).contains("erased");
      assertThat(ask(place, Question.ERASURES).column("certificate")).isEmpty();
    }
  }

  /** Whoever wipes the trace of a look at an erased patient is found out all the same. */
  @Test
  void detailsTakenAwayOfAnErasedPatient_areUnexplained(TestDatabase database) throws SQLException {
    try (ErasurePlace place = ErasurePlace.in(database, folder)) {
      place.erase(place.anna);
      assertThat(ask(place, Question.ERASURES).summary()).contains("No detail is gone");
      try (Connection connection = database.connect()) {
        TestDatabase.execute(connection, "DELETE FROM log_detail WHERE idx BETWEEN 8 AND 9");
      }
      assertThat(ask(place, Question.ERASURES).summary())
          .contains("2 details are gone, and for 2 no entry says why");
    }
  }
}
