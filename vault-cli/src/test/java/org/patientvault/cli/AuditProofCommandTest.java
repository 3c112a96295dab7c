package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** P4 at the command line: one entry, checked without bundle and vault. */
class AuditProofCommandTest {
  @TempDir Path folder;

  private CommandLineFixture shell;
  private String policy = "";

  @BeforeEach
  void aVaultAndItsKeys() {
    shell = new CommandLineFixture(folder);
    shell.run("init");
    shell.write("hospital.policy", shell.run("audit", "keys").out());
    policy = "--policy=" + shell.path("hospital.policy");
  }

  private static Ran raw(String... arguments) {
    return CommandLineFixture.raw("", Map.of(), arguments);
  }

  private Ran check(Path proof) {
    return raw("audit", "check-proof", proof.toString(), policy);
  }

  @Test
  void ofAVault_isCheckedWithoutIt() {
    Path proof = shell.path("2.tlog-proof");
    assertThat(shell.run("audit", "proof", "2", "--out=" + proof).code()).isZero();
    Ran checked = check(proof);
    assertThat(checked.code()).as(checked.all()).isZero();
    assertThat(checked.out()).startsWith("PROVEN origin=").contains("index=2").contains("\"e\":\"");
  }

  @Test
  void ofABundle_isTheSame() {
    Path bundle = shell.path("bundle");
    shell.run("audit", "export", bundle.toString());
    Ran printed = raw("audit", "proof", "2", "--bundle=" + bundle, policy);
    assertThat(printed.out()).startsWith("c2sp.org/tlog-proof@v1\nextra ");
    shell.write("2.tlog-proof", printed.out());
    assertThat(check(shell.path("2.tlog-proof")).out()).startsWith("PROVEN origin=");
    assertThat(raw("audit", "proof", "2", "--bundle=" + bundle).err()).contains("--policy");
    assertThat(raw("audit", "proof", "99999", "--bundle=" + bundle, policy).err())
        .contains("there is no 99999");
  }

  @Test
  void changed_isNotProven() throws IOException {
    Path proof = shell.path("2.tlog-proof");
    shell.run("audit", "proof", "2", "--out=" + proof);
    Files.writeString(proof, Files.readString(proof).replace("index 2", "index 1"));
    Ran checked = check(proof);
    assertThat(checked.code()).isEqualTo(3);
    assertThat(checked.out()).startsWith("NOT PROVEN ").doesNotContain("\"e\":");
  }

  @Test
  void keysOfAnotherVault_cannotTell(@TempDir Path other) {
    Path proof = shell.path("2.tlog-proof");
    shell.run("audit", "proof", "2", "--out=" + proof);
    CommandLineFixture stranger = new CommandLineFixture(other);
    stranger.run("init");
    stranger.write("other.policy", stranger.run("audit", "keys").out());
    Ran checked =
        raw("audit", "check-proof", proof.toString(), "--policy=" + stranger.path("other.policy"));
    assertThat(checked.code()).isEqualTo(2);
    assertThat(checked.out()).startsWith("CANNOT TELL ");
  }

  @Test
  void whatIsNoProof_isRefused() {
    shell.write("no.tlog-proof", "nothing");
    assertThat(check(shell.path("no.tlog-proof")).code()).isEqualTo(1);
  }
}
