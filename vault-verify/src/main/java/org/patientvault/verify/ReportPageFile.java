package org.patientvault.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.LogProofs;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.ReportColumn;
import org.patientvault.audit.report.ReportPage;
import org.patientvault.audit.report.ReportProof;
import org.patientvault.audit.report.ReportTable;
import org.patientvault.model.Bytes;

/**
 * A report as a page of its own, with what proves it: the entries that its rows name, or all of
 * them.
 */
public final class ReportPageFile {
  private final Path file;
  private final boolean whole;

  /**
   * @param whole whether the page holds every entry of the log
   */
  public ReportPageFile(Path file, boolean whole) {
    this.file = file;
    this.whole = whole;
  }

  /** Writes it, readable by its owner alone, and says by which digest it is known again. */
  public void write(AuditReport report, Path bundle, TrustPolicy policy, Output output) {
    LogProofs log = LogProofs.of(bundle, policy);
    ReportProof proof = whole ? whole(log, policy) : extract(report, log, policy);
    Bytes digest;
    try (OwnFile page = OwnFile.begin(file)) {
      digest = ReportPage.write(page.out(), report, proof);
      page.keep();
    } catch (IOException e) {
      throw OwnFile.unwritten(file, e);
    }
    output.line("page written to " + file.getFileName() + "; sha256=" + digest.hex());
  }

  private static ReportProof whole(LogProofs log, TrustPolicy policy) {
    return new ReportProof.Whole(log.head().note(), policy, log::forEachLeaf);
  }

  private static ReportProof extract(AuditReport report, LogProofs log, TrustPolicy policy) {
    List<LogProof> entries = named(report).stream().map(log::proof).toList();
    return new ReportProof.Extract(log.head().note(), policy, entries);
  }

  /** The entries that rows name, rising, each once. */
  private static List<Long> named(AuditReport report) {
    return report.tables().stream()
        .flatMap(table -> entries(table).stream())
        .map(Long::valueOf)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> entries(ReportTable table) {
    List<ReportColumn> columns = table.columns();
    return table.rows().stream()
        .flatMap(
            row ->
                java.util.stream.IntStream.range(0, row.size())
                    .filter(i -> columns.get(i).kind() == ReportColumn.Kind.ENTRY)
                    .mapToObj(row::get))
        .filter(cell -> !cell.isEmpty())
        .toList();
  }
}
