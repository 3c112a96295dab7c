package org.patientvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.foreign.ForeignLog;
import org.patientvault.foreign.ForeignVectors;
import org.patientvault.verify.JarProcess.Ran;

/** The jar alone, on a log that other software wrote. */
class VerifierJarTest {
  private static final int SIZE = 300;

  @TempDir private Path folder;

  @BeforeEach
  void aBundleAndItsPolicy() throws Exception {
    ForeignLog log = ForeignLog.ofSize(SIZE);
    log.write(folder.resolve("bundle"), 100);
    Files.write(folder.resolve("policy"), log.policy());
  }

  private Ran run(String... arguments) throws Exception {
    return new JarProcess(folder).run(arguments);
  }

  private Ran verify(String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("bundle", "--policy=policy"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void goodBundle_isVerifiedAndItsStateKept() throws Exception {
    Ran ran = verify("--state=auditor.state");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith("VERIFIED origin=logs.example.net/other-software/2026 entries=0..299 root=");
    assertThat(folder.resolve("auditor.state")).content().contains("patientvault ");
    assertThat(verify("--state=auditor.state", "--incremental").out()).contains("checked=");
  }

  @Test
  void changedEntry_isNamed() throws Exception {
    Path entries = folder.resolve("bundle/tile/entries/000");
    byte[] bytes = Files.readAllBytes(entries);
    bytes[40] ^= 1;
    Files.write(entries, bytes);
    Ran ran = verify();
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).startsWith("EDITED index=0 ");
    assertThat(ran.err()).startsWith("hint: keep this bundle, then verify a new export");
  }

  @Test
  void filesThatAreMissing_areNamed() throws Exception {
    Files.delete(folder.resolve("bundle/checkpoint"));
    assertThat(verify()).returns(2, Ran::code);
    Ran nowhere = run("nowhere", "--policy=policy");
    assertThat(nowhere).returns(1, Ran::code);
    assertThat(nowhere.err()).contains("hint: look whether the folder and the files you named");
    Ran withoutKeys = run("bundle", "--policy=nowhere");
    assertThat(withoutKeys)
        .returns(1, Ran::code)
        .returns("patientvault: the policy file cannot be read\nhint: see --help\n", Ran::err);
  }

  @Test
  void policyThatAsksForAnotherWitness_isNotMet() throws Exception {
    String stranger =
        new String(ForeignLog.ofSize(1).policy(), StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> line.startsWith("witness outside "))
            .findFirst()
            .orElseThrow()
            .replace("outside", "absent");
    String policy = Files.readString(folder.resolve("policy"));
    Files.writeString(
        folder.resolve("policy"),
        policy.replace(
            "group both all second outside", stranger + "\ngroup both all second absent"));
    Ran ran = verify();
    assertThat(ran.code()).as(ran.out()).isEqualTo(4);
    assertThat(ran.out()).startsWith("POLICY NOT MET ").contains("\nWITNESS 1 of 2 ");
  }

  @Test
  void proofOfAnEntry_isMadeAndChecked() throws Exception {
    Ran made = run("proof", "7", "--bundle=bundle", "--policy=policy", "--out=7.tlog-proof");
    assertThat(made.code()).as(made.err()).isZero();
    Ran ran = run("check-proof", "7.tlog-proof", "--policy=policy");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("PROVEN origin=").contains(" index=7 size=300");
  }

  @Test
  void certificateAndDrill_areChecked() throws Exception {
    Ran erased = checked("check-certificate", "erase-certificate.json", "certificate");
    assertThat(erased.code()).as(erased.err()).isZero();
    assertThat(erased.out()).startsWith("PROVEN origin=").contains("\npatient: ");
    Ran drill = checked("check-drill", "drill-report.json", "report");
    assertThat(drill.code()).as(drill.err()).isZero();
    assertThat(drill.out()).startsWith("PROVEN by ").contains("\nResult: PASSED\n");
    Ran failed = checked("check-drill", "drill-report.json", "failed");
    assertThat(failed.code()).as(failed.err()).isZero();
    assertThat(failed.out()).startsWith("PROVEN by ").contains("\nResult: FAILED\n");
    Ran strange = run("check-drill", "file", "--policy=policy");
    assertThat(strange).returns(2, Ran::code);
    assertThat(strange.out()).startsWith("CANNOT TELL ");
  }

  /** What the jar says of a file of the vectors. */
  private Ran checked(String command, String vectors, String member) throws Exception {
    Files.write(folder.resolve("keys"), ForeignVectors.bytes(vectors, "policy"));
    Files.write(folder.resolve("file"), ForeignVectors.bytes(vectors, member));
    return run(command, "file", "--policy=keys");
  }

  @Test
  void questions_areAnsweredAsLinesAndAsAPage() throws Exception {
    String[] log = {"--bundle=bundle", "--policy=policy", "--lang=en"};
    Ran lines = run("report", "complete", log[0], log[1], log[2]);
    assertThat(lines.code()).as(lines.err()).isZero();
    assertThat(lines.out()).contains("300");
    Ran page = run("report", "complete", log[0], log[1], log[2], "--html=page.html");
    assertThat(page.code()).as(page.err()).isZero();
    assertThat(page.out()).startsWith("page written to page.html; sha256=");
    assertThat(folder.resolve("page.html")).content(StandardCharsets.UTF_8).contains("<script");
    assertThat(run("report", "complete").err()).contains("of which log? give --bundle DIR");
  }

  @Test
  void events_areWritten() throws Exception {
    Ran ran = run("export-fhir", "--bundle=bundle", "--policy=policy", "--out=-");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().filter(l -> l.contains("\"resourceType\":\"AuditEvent\"")))
        .hasSize(SIZE);
  }

  @Test
  void withoutAFolder_saysWhatItNeeds() throws Exception {
    Ran ran = run();
    assertThat(ran).returns(1, Ran::code);
    assertThat(ran.err()).contains("give a folder to verify");
    assertThat(run("--version").out()).startsWith("patientvault ").doesNotContain("unpackaged");
  }
}
