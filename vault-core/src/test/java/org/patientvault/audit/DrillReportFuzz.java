package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.patientvault.foreign.ForeignDrill;
import org.patientvault.foreign.ForeignRefusal;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A report and its text have one spelling, a second reader makes the same words of a text or
 * refuses it too, and no report but those that the log names is proven.
 */
class DrillReportFuzz implements Seeded {
  private static final TestDrill DRILL = new TestDrill();
  private final ForeignDrill second = ForeignDrill.ofPage();

  DrillReportFuzz() throws IOException {}

  @FuzzTest
  void parse(byte[] file) {
    Optional<DrillFacts> read =
        Reading.of(
            () -> new DrillReport(Bytes.of(file), DRILL.report.proof()).facts(),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class);
    read.ifPresent(each -> requireSame(each.text(), file, "a text"));
    requireAlike(read, file);
    Reading.of(
            () -> DrillReport.parse(file),
            VaultException.InvalidInput.class,
            VaultException.UnsupportedFormat.class,
            VaultException.LimitExceeded.class)
        .ifPresent(
            each -> {
              requireSame(each.file(), file, "a report");
              verify(each);
            });
  }

  private void requireAlike(Optional<DrillFacts> read, byte[] text) {
    try {
      require(Optional.of(second.words(text)).equals(read.map(DrillFacts::words)), "other words");
    } catch (ForeignRefusal e) {
      require(read.isEmpty(), "refused by the second alone: " + e.getMessage());
    }
  }

  private static void verify(DrillReport read) {
    Reading.of(
            () -> read.verify(DRILL.log.policy()),
            VaultException.InvalidInput.class,
            VaultException.Tampered.class,
            VaultException.KeyUnavailable.class)
        .ifPresent(
            head ->
                require(
                    read.text().equals(DRILL.report.text())
                        || read.text().equals(DRILL.failedReport().text()),
                    "another drill was proven"));
  }

  @Override
  public Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("report", DRILL.report.file());
    seeds.put("failed", DRILL.failedReport().file());
    seeds.put("passed-text", TestDrill.passed().text());
    seeds.put("failed-text", TestDrill.failed().text());
    seeds.put("sample-text", TestDrill.all().get(3).text());
    return seeds;
  }
}
