package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor is told when GENESIS names a text that no program of ours wrote. */
@Tag("once")
class GenesisTextVerdictTest {
  @TempDir Path folder;

  private Report verify(String text) {
    TestLog log = new TestLog();
    log.add(
        Entry.of(EventCode.GENESIS, Outcome.SUCCESS)
            .digest(MerkleRoot.of(List.of()))
            .payload(log.keep(Samples.ascii(text)))
            .stamped(Samples.stamp(1)));
    log.add(Samples.read(2));
    log.head = log.sign(2);
    return log.writeTo(folder.resolve("bundle")).verify(folder.resolve("bundle"));
  }

  @Test
  void textNestedTooDeep_isNoIncident_andDoesNotStopTheVerifier() {
    Report report = verify("[".repeat(20) + "]".repeat(20));
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines()).noneMatch(line -> line.startsWith("INCIDENT"));
  }

  @Test
  void incidentOfAnotherForm_isTold() {
    String another = TestBackup.incidents().get(0).replace("\"restore\"", "\"another\"");
    Report report = verify(another);
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
    assertThat(report.lines()).contains("CANNOT TELL incident is named by GENESIS in another form");
  }
}
