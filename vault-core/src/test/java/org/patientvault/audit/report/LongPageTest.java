package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.PageLog;

/** A page of a log of 100,000 entries, a row for each. */
class LongPageTest extends BrowserTest {
  private static final PageLog LOG = new PageLog(100_000);

  @Test
  @Tag("soak")
  void aHundredThousandEntries_verifyThemselves() throws IOException {
    Path file = directory.resolve("long.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      ReportPage.write(out, SampleReports.wholeReport(LOG, "en"), LOG.whole());
    }
    assertThat(Files.size(file)).isLessThan(25_000_000);
    long start = System.nanoTime();
    try (PageInBrowser page = PageInBrowser.open(browser().tab(), file)) {
      assertThat(page.state()).as(page.steps()).isEqualTo("verified");
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(page.steps()).contains("ok: 100,000 rows name an entry and agree with it");
      System.out.println(Files.size(file) + " bytes, opened and verified after " + millis + " ms");
    }
  }
}
