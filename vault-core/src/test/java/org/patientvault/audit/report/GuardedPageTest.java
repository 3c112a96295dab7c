package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.PageLog;

/** Hostile texts, browsers that lack something, and what the page's own rules refuse. */
class GuardedPageTest extends BrowserTest {
  private static final PageLog LOG = new PageLog(20);
  private static final String PAGE =
      PageInBrowser.written(SampleReports.wholeReport(LOG, "en"), LOG.whole());
  private static final List<String> HOSTILE =
      List.of(
          "</script><script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "\"><svg onload=alert(1)>",
          "</style><iframe srcdoc='<script>alert(1)</script>'>",
          "<!--<script>",
          "]]>",
          "${title}${script}",
          "line\u2028separator\u2029end",
          "Dr. \u202egnudliB\u202c",
          "nul\u0000 and \ud800 half",
          "&lt;b&gt; &amp;",
          "{0}|{1}");

  private static AuditReport hostileReport(String text) {
    List<ReportColumn> columns = List.of(SampleReports.column("who", text, ReportColumn.Kind.TEXT));
    ReportTable table = new ReportTable(text, columns, List.of(List.of(text)));
    List<ReportChart.Point> points = List.of(new ReportChart.Point(text, 3));
    return new AuditReport(
        "patient",
        "en",
        text,
        List.of(text, text),
        List.of(table),
        List.of(
            new ReportChart(text, ReportChart.Kind.BARS, points),
            new ReportChart(text, ReportChart.Kind.TIMELINE, points)));
  }

  @Test
  void hostileText_isShownAsText() {
    for (String text : HOSTILE) {
      try (PageInBrowser page = open(PageInBrowser.written(hostileReport(text), LOG.whole()))) {
        assertThat(page.state()).as(text + "\n" + page.steps()).isEqualTo("verified");
        String shown = shown(text);
        assertThat(page.text("#title")).isEqualTo(shown);
        assertThat(page.text("#summary p")).isEqualTo(shown);
        assertThat(page.text("tbody td bdi")).isEqualTo(shown);
        assertThat(page.text("section.table h2")).isEqualTo(shown);
        assertThat(page.text("figure h2")).isEqualTo(shown);
        assertThat(page.count("img, iframe, [onerror], [onload]")).isZero();
        assertThat(page.count("script:not([data-block])")).isEqualTo(1);
        assertThat(page.tab().dialogs()).isZero();
        assertThat(page.tab().exceptions()).isEmpty();
      }
    }
  }

  /** What steers the display unseen is spelled out. */
  private static String shown(String text) {
    return text.replace("\u2028", "⟨U+2028⟩")
        .replace("\u2029", "⟨U+2029⟩")
        .replace("\u202e", "⟨U+202E⟩")
        .replace("\u202c", "⟨U+202C⟩")
        .replace("\u0000", "⟨U+0000⟩")
        .replace("\ud800", "⟨U+D800⟩");
  }

  @Test
  void withoutScripts_thePageSaysThatNothingWasChecked() {
    try (PageInBrowser page =
        PageInBrowser.open(browser().tab().withoutScripts(), directory, PAGE)) {
      String html = page.tab().html();
      assertThat(html)
          .contains("data-state=\"unchecked\"")
          .contains("<h2 id=\"verdict\">Not checked</h2>")
          .contains("JavaScript is off, so this page could not check itself")
          .contains("The record was opened 20 times since 5 January, by seven people.");
    }
  }

  @Test
  void changedScript_isNotRun() {
    String forged =
        new PageSurgery(PAGE)
            .text(text -> text.replace("return \"failed\";", "return \"verified\";"))
            .page();
    assertNothingRan(forged);
    assertNothingRan(
        PAGE.replace("</body>", "<script>document.body.dataset.ran = 1</script></body>")
            .replace("\"use strict\";", "\"use strict\" ;"));
  }

  private void assertNothingRan(String forged) {
    try (PageInBrowser page = open(forged)) {
      assertThat(page.text("#verdict")).isEqualTo("Not checked");
      assertThat(page.count("body[data-ran]")).isZero();
    }
  }

  @Test
  void withoutWebCrypto_nothingIsVerified() {
    String none = "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });";
    try (PageInBrowser page = PageInBrowser.open(browser().tab().before(none), directory, PAGE)) {
      assertThat(page.state()).isEqualTo("partial");
      assertThat(page.verdict()).isEqualTo("Not checked");
      assertThat(page.count("td .mark.ok")).isZero();
      assertThat(page.count("td .mark.open")).isEqualTo(20);
    }
  }

  @Test
  void withoutDecompression_nothingIsVerified() {
    try (PageInBrowser page =
        PageInBrowser.open(
            browser().tab().before("delete globalThis.DecompressionStream;"), directory, PAGE)) {
      assertThat(page.state()).isEqualTo("partial");
      assertThat(page.verdict()).isEqualTo("Not checked");
    }
  }

  @Test
  void withoutEd25519_theCheckIsCalledIncomplete() {
    String none =
        "SubtleCrypto.prototype.importKey = async () => {"
            + " throw new DOMException('none', 'NotSupportedError'); };";
    try (PageInBrowser page = PageInBrowser.open(browser().tab().before(none), directory, PAGE)) {
      assertThat(page.state()).isEqualTo("partial");
      assertThat(page.verdict()).isEqualTo("Not fully checked");
      assertThat(page.steps())
          .contains(
              "open: The log’s Ed25519 signature could not be checked: this browser does not");
      assertThat(page.count("td .mark.ok")).isZero();
    }
  }

  @Test
  void pictureOfAForger_isNotAskedFor() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String picture = "<img src=\"http://127.0.0.1:" + server.getAddress().getPort() + "/x.png\">";
      String spying = PAGE.replace("<header>", "<header>" + picture);
      try (PageInBrowser page = open(spying)) {
        assertThat(page.state()).isEqualTo("verified");
        assertThat(asked.get()).isZero();
      }
      String unguarded =
          spying.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
      try (PageInBrowser page = open(unguarded)) {
        assertThat(page.state()).isEqualTo("verified");
        assertThat(asked.get()).as("the test sees a request where nothing forbids it").isEqualTo(1);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void script_writesNoMarkup() {
    assertThat(PageResources.script())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        .doesNotContain("new Function", "fetch(", "XMLHttpRequest", "WebSocket", "import(")
        .doesNotContainIgnoringCase("</script", "<!--");
    assertThat(PageResources.style())
        .doesNotContain("url(", "@import")
        .doesNotContainIgnoringCase("</style");
  }
}
