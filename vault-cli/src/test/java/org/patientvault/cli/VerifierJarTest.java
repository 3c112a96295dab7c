package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.foreign.ForeignVectors;
import org.patientvault.stamps.TestTsa;

/** The auditor's jar says what the command says, word for word, with the same code. */
class VerifierJarTest {
  private static final Path JAR =
      Path.of("../vault-verify/target/patientvault-verify.jar").toAbsolutePath().normalize();

  @TempDir private static Path folder;

  private static CommandLineFixture shell;

  @BeforeAll
  static void aBundleAndItsPolicy() throws IOException {
    assertThat(JAR).as("the phase package makes it: run mvn verify").exists();
    shell = new CommandLineFixture(folder);
    String resource = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}";
    shell.run("init");
    shell.run("import", "fhir", shell.write("p1.json", resource).toString());
    stamp();
    shell.run("audit", "export", shell.path("bundle").toString());
    shell.run("audit", "proof", "2", "--out=" + shell.path("2.tlog-proof"));
    shell.write("policy", shell.run("audit", "keys").out());
  }

  /** Has an authority outside stamp the log's head. */
  private static void stamp() throws IOException {
    TestTsa authority = new TestTsa();
    Path root = Files.write(shell.path("tsa.pem"), authority.rootPem());
    Path query = shell.path("1.tsq");
    shell.run("audit", "anchor", "request", "--out=" + query);
    byte[] answer = authority.answer(Files.readAllBytes(query), Instant.now());
    Path file = Files.write(shell.path("1.tsr"), answer);
    assertThat(shell.run("audit", "anchor", "add", file.toString(), "--tsa=" + root).code())
        .isZero();
  }

  /** What {@code patientvault audit} says, which the jar says too. */
  private Ran same(String... arguments) throws Exception {
    String[] command =
        Stream.concat(Stream.of("audit"), Arrays.stream(arguments)).toArray(String[]::new);
    Ran said = CommandProcess.ofClasses(folder).run("", "", command);
    boolean verifies = arguments[0].equals("verify");
    String[] bare = verifies ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    assertThat(CommandProcess.ofJar(folder, JAR).run("", "", bare)).isEqualTo(said);
    return said;
  }

  private Ran verify(String bundle, String... more) throws Exception {
    String[] all =
        Stream.concat(Stream.of("verify", bundle, "--policy=policy"), Arrays.stream(more))
            .toArray(String[]::new);
    return same(all);
  }

  private void copyBundle(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("bundle"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(name).resolve(folder.resolve("bundle").relativize(file));
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void goodBundle() throws Exception {
    Ran said = verify("bundle");
    assertThat(said.code()).as(said.all()).isZero();
    assertThat(said.out()).startsWith("VERIFIED ").contains("\nKEY ");
    assertThat(verify("bundle", "--json").out()).startsWith("{");
  }

  @Test
  void changedEntry() throws Exception {
    copyBundle("changed");
    try (Stream<Path> files = Files.walk(folder.resolve("changed/tile/entries"))) {
      Path entries = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(entries);
      bytes[40] ^= 1;
      Files.write(entries, bytes);
    }
    assertThat(verify("changed")).returns(3, Ran::code);
    assertThat(verify("changed", "--json", "--evidence=none")).returns(3, Ran::code);
  }

  @Test
  void filesThatAreMissing() throws Exception {
    copyBundle("headless");
    Files.delete(folder.resolve("headless/checkpoint"));
    assertThat(verify("headless")).returns(2, Ran::code);
    assertThat(verify("nowhere")).returns(1, Ran::code);
    assertThat(same("verify", "bundle", "--policy=nowhere")).returns(1, Ran::code);
    assertThat(same("verify", "bundle")).returns(1, Ran::code);
    assertThat(verify("bundle", "--incremental")).returns(1, Ran::code);
  }

  @Test
  void policyThatAsksForAWitness() throws Exception {
    Ran witness =
        shell.run("audit", "witness", "init", "--folder=" + shell.path("w"), "--name=w.example/1");
    String line =
        witness.out().lines().filter(l -> l.startsWith("witness ")).findFirst().orElseThrow();
    String key = line.substring(line.lastIndexOf(' ') + 1);
    String policy = Files.readString(shell.path("policy"));
    assertThat(policy).contains("\nquorum ");
    String quorum = policy.lines().filter(l -> l.startsWith("quorum ")).findFirst().orElseThrow();
    String second = quorum.substring("quorum ".length());
    shell.write(
        "strict",
        policy.replace(
            quorum,
            "witness absent " + key + "\ngroup strict all " + second + " absent\nquorum strict"));
    Ran said = same("verify", "bundle", "--policy=strict");
    assertThat(said.code()).as(said.all()).isEqualTo(4);
    assertThat(said.out()).startsWith("POLICY NOT MET ");
  }

  @Test
  void timeStamps() throws Exception {
    String trust = "--tsa=tsa.pem";
    assertThat(verify("bundle", trust).out()).contains(" anchors=1 ");
    try (Stream<Path> stamps = Files.list(folder.resolve("bundle/anchor"))) {
      Path stamp = folder.relativize(stamps.findFirst().orElseThrow());
      String size = stamp.getFileName().toString().replaceAll("-.*", "");
      String[] alone = {"anchor", "verify", stamp.toString(), "", trust};
      alone[3] = "--note=bundle/checkpoints/" + size;
      Ran said = same(alone);
      assertThat(said.code()).as(said.all()).isZero();
      assertThat(said.out()).startsWith("ANCHOR VALID time=");
      alone[3] = "--note=policy";
      assertThat(same(alone)).returns(3, Ran::code);
    }
  }

  @Test
  void detailsForAKeyOfTheAuditors() throws Exception {
    Ran key = CommandProcess.ofJar(folder, JAR).run("", "", "details", "init", "--key-file=key");
    assertThat(key.code()).as(key.err()).isZero();
    assertThat(key.out()).startsWith("sha256 ");
    Path named = shell.path("named");
    String to = "--details=" + shell.path("key.pub");
    assertThat(shell.run("audit", "export", named.toString(), to)).returns(0, Ran::code);
    assertThat(verify("named").out()).contains("DETAILS NOT READ");
    assertThat(verify("named", "--details-key=key").out()).doesNotContain("DETAILS NOT READ");
    assertThat(same("details", "show", "named", "--key-file=key").out()).contains("{");
  }

  @Test
  void certificatesAndDrills() throws Exception {
    Files.write(
        shell.path("erased"), ForeignVectors.bytes("erase-certificate.json", "certificate"));
    Files.write(shell.path("drill"), ForeignVectors.bytes("drill-report.json", "report"));
    Files.write(shell.path("keys"), ForeignVectors.bytes("drill-report.json", "policy"));
    assertThat(same("check-certificate", "erased", "--policy=keys")).returns(0, Ran::code);
    assertThat(same("check-drill", "drill", "--policy=keys", "--json")).returns(0, Ran::code);
    assertThat(same("check-drill", "drill", "--policy=policy")).returns(2, Ran::code);
    assertThat(same("check-drill", "erased", "--policy=keys")).returns(1, Ran::code);
  }

  @Test
  void proofsQuestionsAndEvents() throws Exception {
    assertThat(same("check-proof", "2.tlog-proof", "--policy=policy")).returns(0, Ran::code);
    assertThat(same("check-proof", "policy", "--policy=policy")).returns(1, Ran::code);
    String[] log = {"--bundle=bundle", "--policy=policy"};
    assertThat(same("report", "complete", log[0], log[1])).returns(0, Ran::code);
    assertThat(same("report", "admin", log[0], log[1], "--format=csv")).returns(0, Ran::code);
    assertThat(same("report", "--list", "--lang=fr")).returns(0, Ran::code);
    assertThat(same("proof", "1", log[0], log[1])).returns(0, Ran::code);
    assertThat(same("proof", "4711", log[0], log[1])).returns(1, Ran::code);
    Ran events = same("export-fhir", log[0], log[1], "--out=-");
    assertThat(events.out()).contains("\"resourceType\":\"AuditEvent\"");
  }
}
