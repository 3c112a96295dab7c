package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.PageLog;

/** Honest pages, opened in a browser. */
class ReportPageTest extends BrowserTest {
  private static final PageLog LOG = new PageLog(300);
  private static final long[] SOME = {5, 17, 18, 111, 299};

  private static String whole(String language) {
    return PageInBrowser.written(SampleReports.wholeReport(LOG, language), LOG.whole());
  }

  private static String extract(long... indexes) {
    return PageInBrowser.written(
        SampleReports.of(LOG, "en", LongStream.of(indexes)), LOG.extract(indexes));
  }

  @Test
  void wholeLog_isVerified() {
    try (PageInBrowser page = open(whole("en"))) {
      assertThat(page.state()).as(page.steps()).isEqualTo("verified");
      assertThat(page.verdict()).isEqualTo("Verified");
      assertThat(page.text("#reason")).startsWith("All 300 entries of the log were recomputed");
      assertThat(page.steps())
          .contains("ok: 300 entries recomputed; together they give the signed root")
          .contains("ok: The log’s Ed25519 signature is valid")
          .contains("ok: 300 rows name an entry and agree with it")
          .contains("open: The log’s second signature, ML-DSA-44");
      assertThat(page.text("#title")).isEqualTo("Accesses to the record of Maria Fernandes");
      assertThat(page.count("td .mark.ok")).isEqualTo(100);
      assertThat(page.count("figure svg[role=img][aria-label]")).isEqualTo(2);
      assertThat(page.tab().exceptions()).isEmpty();
    }
  }

  @Test
  void fingerprint_isTheOneOnPaper() {
    String onPaper = LOG.policy().keys().get(0).fingerprint();
    try (PageInBrowser page = open(whole("en"))) {
      assertThat(page.state()).isEqualTo("verified");
      assertThat(page.text(".print").replace(" ", "")).isEqualTo(onPaper);
    }
  }

  @Test
  void extract_isVerified_andSaysThatItMayLackEntries() {
    try (PageInBrowser page = open(extract(SOME))) {
      assertThat(page.state()).as(page.steps()).isEqualTo("verified");
      assertThat(page.text("#reason"))
          .startsWith("Each of the 5 entries shown was recomputed and stands in the signed log of");
      assertThat(page.steps()).contains("ok: 5 entries recomputed; each one’s proof leads");
      assertThat(page.text("#meaning")).contains("That nothing was left out.");
    }
  }

  @Test
  void everyEntryOfEverySmallLog_isProvenByItsProof() {
    for (int size : new int[] {1, 2, 3, 7, 8, 11, 17, 33}) {
      PageLog log = new PageLog(size);
      long[] all = LongStream.range(0, size).toArray();
      AuditReport report = SampleReports.wholeReport(log, "en");
      for (ReportProof proof : new ReportProof[] {log.extract(all), log.whole()}) {
        try (PageInBrowser page = open(PageInBrowser.written(report, proof))) {
          assertThat(page.state()).as("size " + size + "\n" + page.steps()).isEqualTo("verified");
        }
      }
    }
  }

  @Test
  void emptyExtract_isNotCalledVerified() {
    try (PageInBrowser page = open(extract())) {
      assertThat(page.state()).as(page.steps()).isEqualTo("empty");
      assertThat(page.verdict()).isEqualTo("Nothing to verify");
      assertThat(page.text("td.none")).isEqualTo("There are no rows.");
      assertThat(page.text("figure")).contains("There is nothing to show.");
    }
  }

  @Test
  void frenchReport_speaksFrench() {
    try (PageInBrowser page = open(whole("fr"))) {
      assertThat(page.state()).isEqualTo("verified");
      assertThat(page.verdict()).isEqualTo("Vérifié");
      assertThat(page.text("#title")).isEqualTo("Accès au dossier de Maria Fernandes");
      assertThat(page.text("section.table tbody tr:nth-child(2)"))
          .contains("lecture")
          .contains("janv. 2026");
      assertThat(page.tab().value("document.documentElement.lang").asText()).isEqualTo("fr");
    }
  }

  @Test
  void page_asksForNothing() {
    try (PageInBrowser page = open(whole("en"))) {
      assertThat(page.state()).isEqualTo("verified");
      assertThat(page.tab().requests()).singleElement().asString().startsWith("file:");
      assertThat(page.tab().value("performance.getEntriesByType('resource').length").asInt())
          .isZero();
    }
  }

  @Test
  void table_isFoundInSortedAndTurned() {
    PageLog log = new PageLog(5000);
    String written = PageInBrowser.written(SampleReports.wholeReport(log, "en"), log.whole());
    try (PageInBrowser page = open(written)) {
      assertThat(page.state()).as(page.steps()).isEqualTo("verified");
      assertThat(page.count("section.table:first-of-type tbody tr")).isEqualTo(100);
      page.run("document.querySelector('[data-step=\"table.last\"]').click()");
      assertThat(page.text(".place")).isEqualTo("Rows 4,901 to 5,000 of 5,000");
      page.run("document.querySelector('th button').click()");
      page.run("document.querySelector('th button').click()");
      assertThat(page.text("section.table tbody td")).startsWith("4,999");
      assertThat(page.count("th[aria-sort=descending]")).isEqualTo(1);
      assertThat(found(page, "elzbieta")).isEqualTo("714 of 5,000 rows");
      assertThat(found(page, "nobody of that name")).isEqualTo("0 of 5,000 rows");
      assertThat(page.text("td.none")).isEqualTo("No row holds these words.");
    }
  }

  private static String found(PageInBrowser page, String wanted) {
    return page.tab()
        .value(
            "new Promise((resolve) => {"
                + "const count = document.querySelector('.tools .count');"
                + "new MutationObserver(() => resolve(count.textContent))"
                + ".observe(count, { childList: true });"
                + "const box = document.querySelector('input');"
                + "box.value = '"
                + wanted
                + "'; box.dispatchEvent(new Event('input')); })")
        .asText();
  }

  @Test
  void paper_hasEveryRow() {
    try (PageInBrowser page = open(whole("en"))) {
      assertThat(page.state()).isEqualTo("verified");
      page.run("dispatchEvent(new Event('beforeprint'))");
      assertThat(page.count("section.table:first-of-type tbody tr")).isEqualTo(300);
      page.run("dispatchEvent(new Event('afterprint'))");
      assertThat(page.count("section.table:first-of-type tbody tr")).isEqualTo(100);
      assertThat(page.tab().pdf()).startsWith('%', 'P', 'D', 'F');
    }
  }

  @Test
  void entry_isShownAsItWasSigned() {
    try (PageInBrowser page = open(whole("en"))) {
      assertThat(page.state()).isEqualTo("verified");
      page.run("document.querySelectorAll('td button')[7].click()");
      String leaf = new String(LOG.leaf(7), StandardCharsets.US_ASCII);
      assertThat(page.text("dialog pre")).isEqualTo(leaf);
      assertThat(page.text("dialog .mark")).isEqualTo("Agrees with the signed log");
      assertThat(page.text("dialog dl")).contains("refused (DENY)");
    }
  }

  @Test
  void phone_isNotScrolledSideways() {
    try (PageInBrowser page =
        PageInBrowser.open(browser().tab().ofSize(360, 740), directory, whole("fr"))) {
      assertThat(page.state()).isEqualTo("verified");
      assertThat(page.tab().value("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(360);
    }
  }

  @Test
  void pagesOfTheSameReport_areTheSame() {
    assertThat(IntStream.range(0, 2).mapToObj(i -> whole("en")).distinct()).hasSize(1);
  }
}
