package org.patientvault.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.ReportPage;

/**
 * A program: writes a page over a log of many entries. Arguments: the file, and how many entries.
 */
final class LongPage {
  private LongPage() {}

  public static void main(String[] arguments) throws IOException {
    PageLog log = new PageLog(Integer.parseInt(arguments[1]));
    AuditReport report =
        new AuditReport("patient", "en", "Title", List.of("Sentence."), List.of(), List.of());
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
      System.out.println(ReportPage.write(out, report, log.whole()).hex());
    }
  }
}
