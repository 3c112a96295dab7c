package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.foreign.ForeignLog;

/** The command verifies a log that other software wrote, from a policy of other software. */
@Tag("once")
class ForeignLogCommandTest {
  private static final int SIZE = 700;

  @TempDir private Path folder;

  private Ran verify(ForeignLog log, String... more) throws Exception {
    Path policy = Files.write(folder.resolve("policy"), log.policy());
    String[] all = new String[4 + more.length];
    all[0] = "audit";
    all[1] = "verify";
    all[2] = folder.resolve("bundle").toString();
    all[3] = "--policy=" + policy;
    System.arraycopy(more, 0, all, 4, more.length);
    return CommandProcess.ofClasses(folder).run("", "", all);
  }

  @Test
  void itsLog_isVerified_andAChangedEntryIsNamed() throws Exception {
    ForeignLog log = ForeignLog.ofSize(SIZE);
    log.write(folder.resolve("bundle"), 300);
    Ran good = verify(log);
    assertThat(good.code()).as(good.all()).isZero();
    assertThat(good.out())
        .startsWith("VERIFIED origin=logs.example.net/other-software/2026 entries=0..699 root=")
        .contains(" root=" + HexFormat.of().formatHex(log.root()) + " ")
        .contains(" signatures=2/2 witnesses=1/1 ");
    Path entries = folder.resolve("bundle/tile/entries/001");
    byte[] bytes = Files.readAllBytes(entries);
    bytes[40] ^= 1;
    Files.write(entries, bytes);
    Ran bad = verify(log);
    assertThat(bad.code()).isEqualTo(3);
    assertThat(bad.out()).startsWith("EDITED index=256 ");
  }

  @Test
  void itsLog_canBeGoneOnWithFromAState() throws Exception {
    String state = "--state=" + folder.resolve("state");
    ForeignLog log = ForeignLog.ofSize(SIZE);
    log.write(folder.resolve("bundle"));
    assertThat(verify(log, "--incremental").code()).isEqualTo(1);
    assertThat(verify(log, state, "--incremental").out())
        .startsWith("VERIFIED")
        .doesNotContain("checked=");
    Ran again = verify(log, state, "--incremental");
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .contains(" checked=512..699 ")
        .contains("NOT LOOKED AT: entries 0..511 ");
    assertThat(verify(log, state).out()).startsWith("VERIFIED").doesNotContain("NOT LOOKED AT");
  }
}
