package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Witnesses at the command line: carried by hand, and a real process that is asked and killed. */
@Tag("once")
class WitnessCommandsTest {
  private static final String NAME = "witness.example.org/dpo";

  @TempDir Path folder;

  private CommandLineFixture shell;
  private Process server;

  @BeforeEach
  void aVaultAndAWitness() {
    shell = new CommandLineFixture(folder);
    shell.write("wpw", "incorrect zebra staple\n");
    assertThat(shell.run("init").code()).isZero();
    shell.write("log.policy", shell.run("audit", "keys").out());
    Ran made = witness("init", "--name=" + NAME);
    assertThat(made.code()).as(made.all()).isZero();
    shell.write(
        "vkey", made.out().lines().filter(l -> l.startsWith("witness ")).findFirst().orElseThrow());
  }

  @AfterEach
  void end() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  /** A command of the witness's, who has no vault and a passphrase of his own. */
  private Ran witness(String command, String... arguments) {
    return CommandLineFixture.raw(
        "",
        Map.of(),
        Stream.concat(
                Stream.of(
                    "audit",
                    "witness",
                    command,
                    "--folder=" + shell.path("w1"),
                    "--passphrase-file=" + shell.path("wpw")),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private void trust(String address) throws IOException {
    String line = Files.readString(shell.path("vkey")).replace("witness " + NAME, "witness dpo");
    shell.write("witnesses.policy", line + address + "\nquorum dpo\n");
    Ran trusted = shell.run("audit", "witness", "trust", shell.path("witnesses.policy").toString());
    assertThat(trusted.code()).as(trusted.all()).isZero();
    shell.write("hospital.policy", shell.run("audit", "keys").out());
  }

  private Ran verify(String bundle, String... more) {
    return CommandLineFixture.raw(
        "",
        Map.of(),
        Stream.concat(
                Stream.of(
                    "audit",
                    "verify",
                    shell.path(bundle).toString(),
                    "--policy=" + shell.path("hospital.policy")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Ran cosign(String request, String answer) {
    return witness(
        "cosign",
        shell.path(request).toString(),
        "--log=" + shell.path("log.policy"),
        "--out=" + shell.path(answer));
  }

  @Test
  void byHand_requestCosignAddAndExport() throws IOException {
    trust("");
    Ran asked = shell.run("audit", "witness", "request", "--out=" + shell.path("req.txt"));
    assertThat(asked.code()).as(asked.all()).isZero();
    assertThat(Files.readString(shell.path("req.txt"))).startsWith("old 0\n\nvault.");
    Ran signed = cosign("req.txt", "resp.txt");
    assertThat(signed.code()).as(signed.all()).isZero();
    assertThat(Files.readString(shell.path("resp.txt")).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("— " + NAME + " "));
    Ran added =
        shell.run(
            "audit",
            "witness",
            "add",
            shell.path("resp.txt").toString(),
            "--request=" + shell.path("req.txt"));
    assertThat(added.code()).as(added.all()).isZero();
    Ran status = shell.run("audit", "witness", "status", "--json");
    assertThat(status.out()).contains("\"name\":\"dpo\"").doesNotContain("\"quorumSize\":0");
    shell.run("audit", "export", "--cosigned", shell.path("bundle").toString());
    Ran verified = verify("bundle");
    assertThat(verified.code()).as(verified.all()).isZero();
    assertThat(verified.out()).contains("witnesses=1/1").doesNotContain("NO OUTSIDE HEAD");
    assertThat(shell.run("audit", "verify", "--records").out()).startsWith("RECORDS VERIFIED");

    Ran again = cosign("req.txt", "resp2.txt");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("this witness knows").contains("--old");
    assertThat(shell.path("resp2.txt")).doesNotExist();
    Ran next = shell.run("audit", "witness", "request", "--out=" + shell.path("req3.txt"));
    assertThat(next.code()).isZero();
    assertThat(cosign("req3.txt", "resp3.txt").code()).isZero();
  }

  @Test
  void wrongPassphraseOrFolder_saysSo() {
    assertThat(witness("init", "--name=" + NAME).err()).contains("keys already");
    shell.write("wpw", "another zebra staple\n");
    shell.write("req.txt", "old 0\n\nx\n");
    Ran wrong = cosign("req.txt", "resp.txt");
    assertThat(wrong.code()).as(wrong.all()).isEqualTo(2);
    Ran nowhere =
        CommandLineFixture.raw(
            "",
            Map.of(),
            "audit",
            "witness",
            "serve",
            "--folder=" + shell.path("none"),
            "--passphrase-file=" + shell.path("wpw"),
            "--log=" + shell.path("log.policy"));
    assertThat(nowhere.code()).as(nowhere.all()).isEqualTo(2);
    assertThat(witness("serve", "--listen=nowhere", "--log=" + shell.path("log.policy")).err())
        .contains("HOST:PORT");
  }

  private String serve(int port) throws IOException, InterruptedException {
    Path home = Files.createDirectories(shell.path("server"));
    Files.deleteIfExists(home.resolve("stdout"));
    server =
        CommandProcess.ofClasses(home)
            .start(
                "",
                "",
                "audit",
                "witness",
                "serve",
                "--folder=" + shell.path("w1"),
                "--passphrase-file=" + shell.path("wpw"),
                "--log=" + shell.path("log.policy"),
                "--listen=127.0.0.1:" + port);
    for (int i = 0; i < 1200; i++) {
      String out = Files.readString(home.resolve("stdout"));
      if (out.startsWith("listening on ") && out.endsWith("\n")) {
        return out.substring("listening on ".length()).strip();
      }
      assertThat(server.isAlive()).as(Files.readString(home.resolve("stderr"))).isTrue();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("the witness does not listen");
  }

  private Path headFile() throws IOException {
    try (Stream<Path> files = Files.list(shell.path("w1"))) {
      return files
          .filter(file -> file.toString().endsWith(".head"))
          .findFirst()
          .orElse(folder.resolve("no.head"));
    }
  }

  /** What it signed is on the disk before anybody hears of it, so a killed one forgets nothing. */
  @Test
  void process_isAskedOverHttpKilledAfterStoringAndAskedAgain() throws Exception {
    String address = serve(0);
    int port = URI.create(address).getPort();
    trust(" " + address);
    Ran asked = shell.run("audit", "witness", "ask");
    assertThat(asked.code()).as(asked.all()).isZero();
    Path head = headFile();
    for (int round = 0; round < 3; round++) {
      byte[] before = Files.readAllBytes(head);
      shell.run("audit", "witness", "request", "--out=" + shell.path("req" + round));
      byte[] request = Files.readAllBytes(shell.path("req" + round));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: "
                    + request.length
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(request);
        out.flush();
        while (java.util.Arrays.equals(before, Files.readAllBytes(head))) {
          assertThat(server.isAlive()).isTrue();
        }
        server.destroyForcibly().waitFor();
      }
      assertThat(serve(port)).isEqualTo(address);
      Ran again = shell.run("audit", "witness", "ask");
      assertThat(again.code()).as(again.all()).isZero();
    }
    shell.run("audit", "export", shell.path("bundle").toString());
    Ran verified = verify("bundle", "--head=" + head);
    assertThat(verified.code()).as(verified.all()).isZero();
    assertThat(verified.out()).contains("witnesses=1/1");
    strangers(address);
    server.destroy();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Ran unreached = shell.run("audit", "witness", "ask");
    assertThat(unreached.code()).isEqualTo(4);
    assertThat(unreached.out()).contains("cannot be reached");
    assertThat(shell.run("status").code()).isZero();
    assertThat(shell.run("doctor").out()).contains("witnesses");
  }

  private void strangers(String address) throws Exception {
    assertThat(status(address + "add-checkpoint", "GET", new byte[0])).isEqualTo(405);
    assertThat(status(address + "elsewhere", "POST", new byte[1])).isEqualTo(404);
    assertThat(status(address + "add-checkpoint", "POST", new byte[100])).isEqualTo(400);
    assertThat(status(address + "add-checkpoint", "POST", new byte[80_000])).isEqualTo(413);
    assertThat(status(address + "0".repeat(64) + "/checkpoint", "GET", new byte[0])).isEqualTo(404);
    String log = headFile().getFileName().toString().replace(".head", "");
    assertThat(get(address + log + "/checkpoint")).isEqualTo(Files.readString(headFile()));
  }

  private static int status(String url, String method, byte[] body) throws Exception {
    return send(url, method, body).statusCode();
  }

  private static String get(String url) throws Exception {
    return send(url, "GET", new byte[0]).body();
  }

  private static HttpResponse<String> send(String url, String method, byte[] body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The vault's file is put back after the witness saw more. */
  @Test
  void olderFilePutBack_isToldByTheWitnessAndByItsHead() throws Exception {
    String address = serve(0);
    trust(" " + address);
    assertThat(shell.run("audit", "witness", "ask").code()).isZero();
    shell.run("backup", shell.path("older.vault").toString());
    Files.copy(shell.path("older.vault"), shell.path("kept.vault"));
    for (int i = 0; i < 6; i++) {
      shell.run("audit", "log");
    }
    assertThat(shell.run("audit", "witness", "ask").code()).isZero();
    CommandLineFixture back = new CommandLineFixture(folder, shell.path("older.vault").toString());
    Ran told = back.run("audit", "witness", "ask");
    assertThat(told.code()).as(told.all()).isEqualTo(3);
    assertThat(told.err()).contains("nothing is signed any more: the witness dpo saw");
    CommandLineFixture kept = new CommandLineFixture(folder, shell.path("kept.vault").toString());
    kept.run("audit", "export", "--unopened", shell.path("older-bundle").toString());
    Ran verified =
        verify("older-bundle", "--head=" + headFile(), "--evidence=" + shell.path("evidence.txt"));
    assertThat(verified.code()).as(verified.all()).isEqualTo(3);
    assertThat(verified.out()).startsWith("ROLLED BACK witness " + NAME + " saw size=");
    assertThat(shell.path("evidence.txt")).exists();
  }
}
