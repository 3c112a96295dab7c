package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.BundleReports;
import org.patientvault.audit.report.Language;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportChart;
import org.patientvault.audit.report.ReportColumn;
import org.patientvault.audit.report.ReportCsv;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.audit.report.ReportTable;
import org.patientvault.audit.report.Span;
import org.patientvault.audit.report.StaffShown;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/** Reports about a fortnight, held against what was done in it, counted by who did it. */
@Tag("once")
@OnBothStores
class ReportsTest {
  private static Databases databases;
  private static TestDatabase database;
  private static Fortnight fortnight;

  @TempDir private Path folder;

  @OncePerStore
  static void aFortnight(Databases ofThisStore) {
    databases = ofThisStore;
    database = ofThisStore.fresh();
    fortnight = new Fortnight(database.location());
    fortnight.close();
  }

  @BeforeEach
  void open() {
    fortnight.reopen(database.location());
  }

  @AfterEach
  void close() {
    fortnight.close();
  }

  /** Goes on with a copy, to be damaged. */
  private static TestDatabase copied() {
    fortnight.close();
    TestDatabase copy = databases.copyOf(database);
    fortnight.reopen(copy.location());
    return copy;
  }

  private static ReportRequest of(Question question) {
    ReportRequest bare =
        new ReportRequest(
            question,
            Language.EN,
            Span.ALL,
            Optional.of("0".repeat(32)),
            Optional.of("nobody"),
            Optional.empty(),
            StaffShown.NAME);
    return question == Question.PATIENT || question == Question.ACTOR
        ? bare
        : ReportRequest.of(question, Language.EN);
  }

  private AuditReport make(ReportRequest request) {
    return fortnight.vault.auditTrail(Fortnight.OTTO).report(request);
  }

  private ReportCells ask(ReportRequest request) {
    return new ReportCells(make(request));
  }

  private ReportCells ask(Question question) {
    return ask(of(question));
  }

  private ReportRequest ofPatient(int number) {
    return ReportRequest.of(Question.INCIDENT, Language.EN)
        .ofPatient(fortnight.patients.get(number).toString());
  }

  private ReportRequest statement(int number, StaffShown staff) {
    return new ReportRequest(
        Question.PATIENT,
        Language.EN,
        Span.ALL,
        Optional.of(fortnight.patients.get(number).toString()),
        Optional.empty(),
        Optional.empty(),
        staff);
  }

  private long count(EventCode event) {
    return fortnight.lines().stream().filter(line -> line.entry().event() == event).count();
  }

  @Test
  void patient_listsEveryEventOfHisOwnAndNoOther() {
    for (int i = 0; i < fortnight.patients.size(); i++) {
      String reference = fortnight.patients.get(i).toString();
      List<AuditLine> lines = fortnight.lines();
      String named = "\"patient\":\"" + reference + "\"";
      Set<String> pseudonyms = new HashSet<>();
      lines.stream()
          .filter(line -> line.detail().orElse("").contains(named))
          .forEach(line -> pseudonyms.add(subject(line)));
      assertThat(pseudonyms).hasSize(1);
      List<String> expected =
          lines.stream()
              .filter(line -> pseudonyms.contains(subject(line)))
              .map(line -> String.valueOf(line.index()))
              .toList();
      ReportCells report = ask(statement(i, StaffShown.ROLE));
      List<String> entries = report.column("entry");
      // The last one is this statement's own reading of the log.
      assertThat(entries.subList(0, entries.size() - 1)).isEqualTo(expected);
      assertThat(report.numbers("The record was read").get(0))
          .isEqualTo(fortnight.did("read of " + i));
      assertThat(report.numbers("The record was read").get(4))
          .isEqualTo(fortnight.did("denied of " + i));
    }
  }

  private static String subject(AuditLine line) {
    return Optional.ofNullable(line.entry().subject()).map(Bytes::hex).orElse("");
  }

  @Test
  void patient_showsStaffAsAsked() {
    assertThat(ask(statement(2, StaffShown.ROLE)).column("who"))
        .contains("physician", "nurse")
        .noneMatch(who -> who.contains("lea") || who.contains("kim"));
    assertThat(ask(statement(2, StaffShown.UNIT)).column("who")).contains("nurse (local)");
    assertThat(ask(statement(2, StaffShown.NAME)).column("who")).contains("n.kim (nurse)");
    ReportTable none = make(statement(2, StaffShown.NONE)).tables().get(0);
    assertThat(none.columns()).extracting(ReportColumn::key).doesNotContain("who");
    assertThat(none.rows().toString()).doesNotContain("n.kim").doesNotContain("nurse");
  }

  @Test
  void patientWithoutEntry_isSaidToHaveNone() {
    ReportCells report = ask(of(Question.PATIENT));
    assertThat(report.summary()).startsWith("The log holds no entry about this patient");
    assertThat(report.column("entry")).isEmpty();
    assertThatThrownBy(
            () -> make(ReportRequest.of(Question.INCIDENT, Language.EN).ofPatient("Doe")))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void actor_countsWhatThatPersonDid() {
    ReportRequest kim =
        new ReportRequest(
            Question.ACTOR,
            Language.EN,
            Span.ALL,
            Optional.empty(),
            Optional.of("n.kim"),
            Optional.empty(),
            StaffShown.NAME);
    ReportCells report = ask(kim);
    int done =
        fortnight.did("read by n.kim")
            + fortnight.did("denied")
            + fortnight.did("emergency")
            + fortnight.did("closed");
    assertThat(report.column("entry")).hasSize(done);
    assertThat(report.numbers("Of these"))
        .containsExactly((long) fortnight.did("denied"), (long) fortnight.did("emergency"), 0L);
    assertThat(ask(of(Question.ACTOR)).summary()).startsWith("The log holds no entry of this");
  }

  @Test
  void emergencies_haveReasonReadsReviewerAndState() {
    ReportCells report = ask(Question.BTG);
    assertThat(report.column("reason")).isEqualTo(fortnight.reasons);
    assertThat(report.column("entry"))
        .isEqualTo(fortnight.openings.stream().map(String::valueOf).toList());
    assertThat(report.column("minutes")).containsExactly("15", "240", "15", "15");
    assertThat(report.column("reads", "reason")).containsExactly("1", "2", "1", "1");
    assertThat(report.column("state"))
        .containsExactly("reviewed", "reviewed", "overdue", "waiting");
    assertThat(report.column("reviewer")).containsExactly("petra", "petra", "", "");
    assertThat(report.column("finding")).containsExactly("nothing found", "question", "", "");
    assertThat(report.column("delayHours")).containsExactly("24", "24", "", "");
    List<Long> share = report.numbers((long) fortnight.did("read in emergency") + " of ");
    assertThat(share.get(0)).isEqualTo(fortnight.did("read in emergency"));
    assertThat(share.get(1)).isEqualTo(fortnight.did("read"));
  }

  @Test
  void denied_countsRefusals() {
    ReportCells report = ask(Question.DENIED);
    assertThat(report.numbers((long) fortnight.did("denied") + " attempts were").get(0))
        .isEqualTo(fortnight.did("denied"));
    assertThat(report.column("who", "data")).hasSize(fortnight.did("denied")).containsOnly("n.kim");
  }

  @Test
  void disclosures_leaveTreatmentOut() {
    ReportCells report = ask(Question.DISCLOSURES);
    assertThat(report.column("recipient"))
        .hasSize(fortnight.did("disclosed"))
        .containsOnly("institute of public health");
    assertThat(report.column("patient").stream().distinct()).hasSize(4);
    assertThat(report.summary()).contains("1 export for treatment");
  }

  @Test
  void incident_countsPeopleAndCategories() {
    ReportCells all = ask(Question.INCIDENT);
    assertThat(all.numbers("Data of").get(0)).isEqualTo(fortnight.patients.size());
    assertThat(all.column("field")).hasSize(15);
    ReportCells one = ask(ofPatient(3));
    assertThat(one.numbers("Data of").get(0)).isEqualTo(1);
    Instant later = Fortnight.BEGIN.plus(Duration.ofDays(90));
    ReportCells none =
        ask(of(Question.INCIDENT).during(new Span(Optional.of(later), Optional.empty())));
    assertThat(none.summary()).startsWith("No entry fits");
  }

  @Test
  void reviews_countWhoAndWhat() {
    ReportCells report = ask(Question.REVIEWS);
    assertThat(report.column("entries", "note"))
        .containsExactly(
            fortnight.openings.get(0).toString(), fortnight.openings.get(1).toString());
    assertThat(report.column("note")).containsOnly("-looked at it");
    assertThat(report.numbers("2 reviews").subList(0, 3)).containsExactly(2L, 1L, 2L);
  }

  @Test
  void logReads_containThisVeryReport() {
    long before = count(EventCode.LOG_READ);
    ReportCells report = ask(Question.LOGREADS);
    List<String> asked = report.column("asked");
    assertThat(asked).hasSize((int) before + 1);
    assertThat(asked.get(asked.size() - 1)).isEqualTo("report=logreads");
    assertThat(report.column("who", "asked")).contains("otto");
  }

  @Test
  void otherReports_countWhatTheLogHolds() {
    assertThat(ask(Question.ADMIN).column("event", "approvers"))
        .filteredOn("access policy put in force"::equals)
        .hasSize(1 + fortnight.did("policy"));
    long size = fortnight.vault.auditTrail(Fortnight.OTTO).size();
    assertThat(ask(Question.RETENTION).numbers("The log holds").get(0)).isEqualTo(size + 1);
    assertThat(ask(Question.DATAMAP).column("entries", "key").get(0))
        .isEqualTo(String.valueOf(size + 2));
    assertThat(ask(Question.ERASURES).summary()).contains("No detail is gone");
    assertThat(ask(Question.OUTAGES).column("node", "ended")).contains("ward-1");
    assertThat(ask(Question.OUTAGES).column("minutes")).isNotEmpty();
    assertThat(ask(Question.KEYS).column("fingerprint")).hasSize(2);
  }

  @Test
  void questionsAboutTheWholeLog_areAnsweredFromItsExport() {
    fortnight.lines();
    long size = fortnight.vault.auditTrail(Fortnight.OTTO).size();
    // Before an export the node seals what it wrote, which may be one entry more.
    assertThat(ask(Question.COMPLETE).numbers("All ").get(0)).isBetween(size + 1, size + 2);
    assertThat(ask(Question.COMPLETE).column("verdict"))
        .contains("POLICY NOT MET", "NO OUTSIDE HEAD", "BTG OPEN");
    assertThat(ask(Question.INDEPENDENCE).summary()).contains("Nobody outside has vouched");
    assertThat(Long.parseLong(ask(Question.SAMENESS).column("size").get(0)))
        .isBetween(size + 4, size + 8);
    assertThat(ask(Question.TIMES).summary()).contains("No entry has an earlier time");
    assertThat(ask(Question.METHOD).column("standard")).contains("RFC 6962", "FIPS 204");
    assertThat(ask(Question.METHOD).summary()).contains("The keys are those that the vault showed");
  }

  @Test
  void timeRange_cutsAtItsEnds() {
    Instant from = Fortnight.BEGIN.plus(Duration.ofDays(2));
    Instant to = Fortnight.BEGIN.plus(Duration.ofDays(3));
    Span third = new Span(Optional.of(from), Optional.of(to));
    ReportCells report = ask(of(Question.BTG).during(third));
    assertThat(report.column("reason")).containsExactly(fortnight.reasons.get(0));
    assertThat(report.column("state")).containsExactly("reviewed");
  }

  @Test
  void erasedDetails_areShownAsErasedAndFoundUnexplained() throws Exception {
    TestDatabase copy = copied();
    try (Connection connection = copy.connect()) {
      TestDatabase.execute(
          connection, "DELETE FROM log_detail WHERE idx >= " + fortnight.openings.get(0));
    }
    for (Question each : Question.values()) {
      assertThat(make(of(each)).summary()).as(each.command()).isNotEmpty();
    }
    assertThat(ask(Question.BTG).column("reason")).containsOnly("erased");
    assertThat(ask(statement(2, StaffShown.NAME)).column("data")).contains("erased");
    ReportCells erasures = ask(Question.ERASURES);
    assertThat(erasures.summary()).contains("audit verify --records");
    assertThat(erasures.table("entry").title()).isNotBlank();
  }

  @Test
  void whoMayNotAudit_getsNoReportAndIsLogged() {
    AuditTrail trail = fortnight.vault.auditTrail(Fortnight.ADA);
    assertThatThrownBy(() -> trail.report(of(Question.BTG)))
        .isInstanceOf(VaultException.AccessDenied.class);
    assertThat(ask(Question.DENIED).column("who", "data")).contains("ada");
  }

  @Test
  void changedLog_givesNoReport() throws Exception {
    TestDatabase copy = copied();
    try (Connection connection = copy.connect()) {
      copy.dropGuards(connection);
      TestDatabase.execute(
          connection, "DELETE FROM log_entry WHERE idx = " + (fortnight.openings.get(0) + 1));
    }
    assertThatThrownBy(() -> make(of(Question.DENIED)))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("not the one that was written");
    assertThatThrownBy(() -> make(of(Question.COMPLETE))).isInstanceOf(VaultException.class);
  }

  @Test
  void bundle_givesTheSameCountsUnderPseudonymsAndNoName() throws IOException {
    Path bundle = folder.resolve("bundle");
    AuditTrail trail = fortnight.vault.auditTrail(Fortnight.OTTO);
    trail.export(bundle);
    TrustPolicy policy = TrustPolicy.parse(trail.trustPolicy().getBytes(StandardCharsets.UTF_8));
    for (Question each : Question.values()) {
      if (each != Question.PATIENT && each != Question.ACTOR) {
        AuditReport report = offline(bundle, policy, of(each)).orElseThrow();
        assertThat(new String(ReportCsv.write(report), StandardCharsets.UTF_8))
            .as(each.command())
            .doesNotContain("n.kim")
            .doesNotContain("dr.lea")
            .doesNotContain("unconscious")
            .doesNotContain(fortnight.patients.get(0).toString());
      }
    }
    ReportCells denied =
        new ReportCells(offline(bundle, policy, of(Question.DENIED)).orElseThrow());
    assertThat(denied.column("who", "data")).hasSize(fortnight.did("denied"));
    ReportCells btg = new ReportCells(offline(bundle, policy, of(Question.BTG)).orElseThrow());
    assertThat(btg.column("state")).containsExactly("reviewed", "reviewed", "overdue", "waiting");
    assertThat(btg.column("reads", "reason")).containsExactly("1", "2", "1", "1");
  }

  private static Optional<AuditReport> offline(
      Path bundle, TrustPolicy policy, ReportRequest request) {
    return BundleReports.make(bundle, policy, Optional.empty(), request).report();
  }

  @Test
  void tamperedBundle_givesNoReport() throws IOException {
    Path bundle = folder.resolve("bundle");
    AuditTrail trail = fortnight.vault.auditTrail(Fortnight.OTTO);
    trail.export(bundle);
    TrustPolicy policy = TrustPolicy.parse(trail.trustPolicy().getBytes(StandardCharsets.UTF_8));
    Path entries = bundle.resolve("tile/entries/000");
    if (!Files.exists(entries)) {
      try (var files = Files.list(bundle.resolve("tile/entries/000.p"))) {
        entries = files.findFirst().orElseThrow();
      }
    }
    byte[] bytes = Files.readAllBytes(entries);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entries, bytes);
    for (Question each : Set.of(Question.DENIED, Question.COMPLETE, Question.METHOD)) {
      BundleReports.Made made = BundleReports.make(bundle, policy, Optional.empty(), of(each));
      assertThat(made.report()).isEmpty();
      assertThat(made.verdict().exitCode().code()).isEqualTo(3);
    }
  }

  @Test
  void formulas_areDefusedInCsv() {
    String csv = new String(ReportCsv.write(make(of(Question.BTG))), StandardCharsets.UTF_8);
    assertThat(csv).contains("'=unconscious, no history known").endsWith("\r\n");
    assertThat(csv.lines()).noneMatch(line -> line.contains(",=") || line.contains("\"="));
    String reviews =
        new String(ReportCsv.write(make(of(Question.REVIEWS))), StandardCharsets.UTF_8);
    assertThat(reviews).contains("'-looked at it");
  }

  /** Names, references and codes are the same in both languages; sentences and headings are not. */
  @Test
  void french_holdsNoEnglishSentence() {
    for (Question each : Question.values()) {
      ReportRequest english = of(each);
      ReportRequest french =
          new ReportRequest(
              each,
              Language.FR,
              english.span(),
              each == Question.PATIENT
                  ? Optional.of(fortnight.patients.get(2).toString())
                  : english.patient(),
              each == Question.ACTOR ? Optional.of("n.kim") : english.user(),
              english.node(),
              english.staff());
      assertNoEnglish(each, make(french));
    }
  }

  private static void assertNoEnglish(Question question, AuditReport report) {
    Map<String, String> texts = new TreeMap<>();
    report.summary().forEach(each -> texts.put(each, "summary"));
    report
        .tables()
        .forEach(
            table -> {
              texts.put(table.title(), "title");
              table.columns().forEach(column -> texts.put(column.heading(), "heading"));
              table.rows().forEach(row -> row.forEach(cell -> texts.put(cell, "cell")));
            });
    report.charts().stream().map(ReportChart::title).forEach(each -> texts.put(each, "chart"));
    texts.put(report.title(), "title");
    // Options and the names of verdicts are the same in every language.
    texts.keySet().removeIf(each -> each.contains("--from") || each.matches("[A-Z ]+|[a-z]+"));
    texts
        .keySet()
        .removeIf(
            each ->
                each.contains("unconscious")
                    || each.contains("looked at it")
                    || each.contains("institute"));
    assertThat(texts.keySet())
        .as(question.command())
        .noneMatch(
            each ->
                each.replaceAll("[a-z-]+=", "")
                    .matches("(?is).*\\b(the|of|and|was|were|is|are|not|with|by|from)\\b.*"));
  }
}
