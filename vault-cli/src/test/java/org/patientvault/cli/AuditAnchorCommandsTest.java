package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stamps.TestTsa;

/** Time stamps at the command line: over HTTP, by files, and checked without a vault. */
@Tag("once")
class AuditAnchorCommandsTest {
  @TempDir Path folder;

  private final TestTsa tsa = new TestTsa();
  private CommandLineFixture shell;
  private String trust = "";

  @BeforeEach
  void aVaultAndAnAuthority() throws IOException {
    shell = new CommandLineFixture(folder);
    shell.run("init");
    Files.write(shell.path("tsa.pem"), tsa.rootPem());
    trust = "--tsa=" + shell.path("tsa.pem");
  }

  private static Ran raw(String... arguments) {
    return CommandLineFixture.raw("", Map.of(), arguments);
  }

  private Ran verify(String... more) {
    Path bundle = shell.path("bundle");
    if (!Files.exists(bundle)) {
      shell.run("audit", "export", bundle.toString());
      shell.write("hospital.policy", shell.run("audit", "keys").out());
    }
    String[] all = new String[more.length + 4];
    all[0] = "audit";
    all[1] = "verify";
    all[2] = bundle.toString();
    all[3] = "--policy=" + shell.path("hospital.policy");
    System.arraycopy(more, 0, all, 4, more.length);
    return raw(all);
  }

  private void request() {
    try (TestTsa.Server server = tsa.serve(Instant.now())) {
      Ran asked = shell.run("audit", "anchor", "request", "--url=" + server.address(), trust);
      assertThat(asked.code()).as(asked.all()).isZero();
      assertThat(asked.err()).contains("time stamp kept: the first ");
    }
  }

  @Test
  void overHttp_isKeptShownAndVerified() {
    assertThat(shell.run("status").out()).containsPattern("newest time stamp +none");
    request();
    Ran shown = shell.run("audit", "anchor", "show");
    assertThat(shown.out()).containsPattern("(?m)^[0-9]+ [0-9a-f]{20}$").contains("stamped");
    assertThat(shell.run("status").out()).containsPattern("newest time stamp +.*Z, 0 hours ago");
    assertThat(shell.run("doctor").out()).contains("time stamp", "0 hours ago");
    Ran verified = verify(trust, "--anchor-every=1d", "--tolerance=2m");
    assertThat(verified.code()).as(verified.all()).isZero();
    assertThat(verified.out()).startsWith("VERIFIED ").contains(" anchors=1 ");
    assertThat(verify().out()).contains("ANCHOR NOT CHECKED anchors=1 ");
    assertThat(verify("--anchor-every=1d").code()).isEqualTo(2);
    assertThat(verify("--tolerance=soon").err()).contains("30s, 5m, 12h or 1d");
  }

  @Test
  void byFiles_isAddedAndCheckedAlone() throws IOException {
    Path query = shell.path("today.tsq");
    Ran asked = shell.run("audit", "anchor", "request", "--out=" + query);
    assertThat(asked.code()).as(asked.all()).isZero();
    assertThat(shell.run("audit", "anchor", "show").out()).contains("waiting");
    Path answer = shell.path("today.tsr");
    Files.write(answer, tsa.answer(Files.readAllBytes(query), Instant.now()));
    Ran added = shell.run("audit", "anchor", "add", answer.toString(), trust);
    assertThat(added.code()).as(added.all()).isZero();
    Ran verified = verify(trust);
    assertThat(verified.out()).startsWith("VERIFIED ").contains(" anchors=1 ");
    Path stamp = onlyFile(shell.path("bundle").resolve("anchor"));
    String size = String.valueOf(stamp.getFileName()).replaceAll("-.*", "");
    String note = "--note=" + shell.path("bundle").resolve("checkpoints").resolve(size);
    Ran alone = raw("audit", "anchor", "verify", stamp.toString(), note, trust);
    assertThat(alone.code()).as(alone.all()).isZero();
    assertThat(alone.out()).startsWith("ANCHOR VALID time=");
    Ran other =
        raw(
            "audit",
            "anchor",
            "verify",
            stamp.toString(),
            "--note=" + shell.path("bundle").resolve("bundle.json"),
            trust);
    assertThat(other.out()).startsWith("ANCHOR INVALID imprint");
    assertThat(other.code()).isEqualTo(3);
    Files.write(shell.path("other.pem"), new TestTsa().rootPem());
    Ran stranger =
        raw(
            "audit",
            "anchor",
            "verify",
            stamp.toString(),
            note,
            "--tsa=" + shell.path("other.pem"));
    assertThat(stranger.out()).startsWith("ANCHOR UNTRUSTED TSA");
    assertThat(stranger.code()).isEqualTo(2);
    Ran broken = raw("audit", "anchor", "verify", query.toString(), note, trust);
    assertThat(broken.out()).startsWith("ANCHOR INVALID malformed");
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void requestWithoutAnAuthority_saysWhatIsMissing() {
    assertThat(shell.run("audit", "anchor", "request").err()).contains("--out FILE");
    assertThat(shell.run("audit", "anchor", "request", "--url=http://127.0.0.1:9/").err())
        .contains("--tsa FILE.pem");
    Ran away = shell.run("audit", "anchor", "request", "--url=http://127.0.0.1:9/", trust);
    assertThat(away.code()).as(away.all()).isNotZero();
    assertThat(away.err()).contains("time stamp authority");
    assertThat(shell.run("audit", "anchor", "show").out()).doesNotContain("waiting");
  }

  @Test
  void answerOfAnotherRequest_isRefused() throws IOException {
    Path answer = shell.path("other.tsr");
    Path query = shell.path("a.tsq");
    shell.run("audit", "anchor", "request", "--out=" + query);
    byte[] changed = Files.readAllBytes(query);
    // The nonce stands near the end, before the flag that asks for the certificate.
    changed[changed.length - 4] ^= 1;
    Files.write(answer, tsa.answer(changed, Instant.now()));
    Ran added = shell.run("audit", "anchor", "add", answer.toString(), trust);
    assertThat(added.code()).isEqualTo(1);
    assertThat(added.err()).contains("answers no request");
  }
}
