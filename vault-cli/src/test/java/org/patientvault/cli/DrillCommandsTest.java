package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** An administrator rehearses; whoever gets the report checks it with public keys alone. */
@Tag("once")
class DrillCommandsTest {
  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void aVaultWithAPatient() throws IOException {
    shell = new CommandLineFixture(folder);
    assertThat(
            shell
                .run("init", "--protector=keystore:" + shell.path("kek.p12") + "?alias=kek")
                .code())
        .isZero();
    shell.write(
        "p.ndjson",
        """
        {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}],"name":[{"family":"Quillfeather"}]}
        {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"influenza"}}
        """);
    assertThat(shell.run("import", "fhir", file("p.ndjson")).code()).isZero();
    shell.write("policy", shell.run("audit", "keys").out());
    Files.createDirectory(shell.path("reports"));
  }

  private String file(String name) {
    return shell.path(name).toString();
  }

  private Ran drill(String kind, String report, String... more) {
    List<String> arguments = new ArrayList<>(List.of("drill", kind));
    arguments.add("--out=" + file("reports/" + report));
    arguments.addAll(List.of(more));
    return shell.run(arguments.toArray(String[]::new));
  }

  private Ran check(String report, String... more) {
    List<String> arguments = new ArrayList<>(List.of("audit", "check-drill"));
    arguments.addAll(List.of(file("reports/" + report), "--policy=" + file("policy")));
    arguments.addAll(List.of(more));
    return CommandLineFixture.raw("", Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void restore_leavesAReportAlone_thatVerifies() throws IOException {
    Ran ran = drill("restore", "q1", "--seed=q1");
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("Result: PASSED", "- records that were opened: 2", "within the 72 h")
        .doesNotContain("Quillfeather", "influenza");
    assertThat(ran.err())
        .contains("the vault takes ", "ok: open the records")
        .doesNotContain("Quillfeather", "influenza");
    assertThat(shell.path("reports").toFile().list()).containsExactly("q1");
    Ran checked = check("q1");
    assertThat(checked.code()).as(checked.all()).isZero();
    assertThat(checked.out()).startsWith("PROVEN by ").endsWith(ran.out());
    assertThat(check("q1", "--json").out()).contains("\"drill\":\"restore\"", "\"passed\":true");
    Path report = shell.path("reports/q1");
    byte[] bytes = Files.readAllBytes(report);
    bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PASSED")] = 'p';
    Files.write(report, bytes);
    assertThat(check("q1").code()).isEqualTo(1);
    assertThat(shell.run("audit", "log").out()).contains("KEY_STATE");
    Ran again = drill("restore", "q1");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("never written over");
  }

  @Test
  void lostHsm_andKeyCompromise_pass_wrongSharesFailAndAreReported() {
    assertThat(
            shell.run("recovery", "split", "-n", "3", "-k", "2", "--out=" + file("shares")).code())
        .isZero();
    String[] shares = shell.path("shares").toFile().list((in, name) -> name.endsWith(".txt"));
    assertThat(shares).hasSize(3);
    String first = file("shares/" + shares[0]);
    Ran passed = drill("lost-hsm", "q2", "--shares", first, file("shares/" + shares[1]));
    assertThat(passed.code()).as(passed.all()).isZero();
    assertThat(passed.out()).contains("- slots that were removed: 2");
    Ran failed = drill("lost-hsm", "failed", "--shares", first);
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).contains("Result: FAILED", "FAILED (InvalidInput): read the recovery");
    assertThat(check("failed").code()).isZero();
    assertThat(check("failed").out()).contains("Result: FAILED");
    Ran compromised = drill("key-compromise", "q3", "--level=root");
    assertThat(compromised.code()).as(compromised.all()).isZero();
    assertThat(compromised.out())
        .contains("Keys renewed: root", "left under older keys: 0")
        .contains("Reachable: root from ", "Reachable records: 2 in 2 revisions")
        .contains("Records by class: ")
        .doesNotContain("Quillfeather", "influenza");
    assertThat(check("q3").out()).startsWith("PROVEN by ").endsWith(compromised.out());
    assertThat(drill("key-compromise", "none", "--level=log").err())
        .contains("patient-wrap or root");
    assertThat(shell.path("reports").toFile().list())
        .containsExactlyInAnyOrder("q2", "failed", "q3");
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }
}
