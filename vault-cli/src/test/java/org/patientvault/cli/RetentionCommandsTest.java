package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** How long details are kept, and an auditor's key for them, at the command line. */
@Tag("once")
class RetentionCommandsTest {
  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"family\":\"Weidenbaum\"}]}";

  @TempDir Path folder;
  private CommandLineFixture shell;
  private String patient = "";

  @BeforeEach
  void aVaultWithAPatient() {
    shell = new CommandLineFixture(folder);
    run("init");
    shell.write("policy", run("audit", "keys").out());
    shell.write("p.ndjson", PATIENT + "\n");
    run("import", "fhir", shell.path("p.ndjson").toString());
    patient =
        run("patient", "list", "--json", "--role=physician", "--purpose=TREAT")
            .out()
            .replaceAll("[^0-9a-f]", "");
    assertThat(patient).matches("[0-9a-f]{32}");
  }

  private Ran run(String... arguments) {
    Ran ran = shell.run(arguments);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran;
  }

  private static Ran raw(String... arguments) {
    return CommandLineFixture.raw("", Map.of(), arguments);
  }

  private String file(String name) {
    return shell.path(name).toString();
  }

  @Test
  void rule_isSetClassByClass_andShown() {
    assertThat(run("audit", "retention", "show").out()).contains("access").contains("for ever");
    run("audit", "retention", "set", "--access=1830", "--disclosure=2200");
    run("audit", "retention", "set", "--disclosure=forever", "--oversight=3660");
    Ran shown = run("audit", "retention", "show", "--json");
    assertThat(shown.out())
        .contains("{\"class\":\"access\",\"days\":1830,\"due\":0}")
        .contains("{\"class\":\"oversight\",\"days\":3660,\"due\":0}")
        .contains("{\"class\":\"disclosure\",\"due\":0}");
    assertThat(run("audit", "expire").err()).contains("no detail is over");
    assertThat(run("audit", "expire", "--dry-run", "--json").out())
        .contains("\"erased\":false")
        .contains("\"access\":0");
    assertThat(run("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");
  }

  @Test
  void rule_thatIsNone_isRefused() {
    for (String bad :
        new String[] {"--access=179", "--access=36501", "--access=x", "--access=-1"}) {
      Ran ran = shell.run("audit", "retention", "set", bad);
      assertThat(ran.code()).as(bad).isEqualTo(1);
    }
    assertThat(shell.run("audit", "retention", "set").err()).contains("name a class");
  }

  @Test
  void auditor_readsAndChecksDetails_thatNobodyElseCan() throws IOException {
    Ran made = raw("audit", "details", "init", "--key-file=" + file("auditor.key"));
    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).matches("sha256 [0-9a-f]{64}\n");
    assertThat(Files.getPosixFilePermissions(shell.path("auditor.key"))).hasSize(2);
    assertThat(raw("audit", "details", "init", "--key-file=" + file("auditor.key")).code())
        .isEqualTo(1);
    run("audit", "export", file("bundle"), "--details=" + file("auditor.key.pub"));
    Ran verified =
        raw(
            "audit",
            "verify",
            file("bundle"),
            "--policy=" + file("policy"),
            "--details-key=" + file("auditor.key"));
    assertThat(verified.code()).as(verified.all()).isZero();
    Ran shown =
        raw("audit", "details", "show", file("bundle"), "--key-file=" + file("auditor.key"));
    assertThat(shown.code()).as(shown.all()).isZero();
    assertThat(shown.out()).contains("\"patient\":\"" + patient + "\"");
    assertThat(raw("audit", "verify", file("bundle"), "--policy=" + file("policy")).out())
        .contains("DETAILS NOT READ");
    raw("audit", "details", "init", "--key-file=" + file("other.key"));
    Ran other = raw("audit", "details", "show", file("bundle"), "--key-file=" + file("other.key"));
    assertThat(other.code()).isEqualTo(2);
    Ran secret = shell.run("audit", "export", file("b2"), "--details=" + file("auditor.key"));
    assertThat(secret.code()).isEqualTo(1);
    assertThat(secret.err()).contains("not an auditor's public key");
  }

  @Test
  void erase_needsAGroundAReasonAndYes() {
    shell.write("letter", "the court of Dijon, 12 March\n");
    String letter = "--reason-file=" + file("letter");
    assertThat(shell.run("audit", "erase", patient, "--ground=order", letter).err())
        .contains("say --yes to do it");
    assertThat(shell.run("audit", "erase", patient, "--ground=expiry", letter, "--yes").code())
        .isEqualTo(1);
    assertThat(run("audit", "erase", patient, "--ground=order", letter, "--yes").err())
        .contains("details erased");
    run("audit", "export", file("bundle"));
    assertThat(raw("audit", "verify", file("bundle"), "--policy=" + file("policy")).out())
        .contains(" erased=1");
    assertThat(shell.run("audit", "erase", patient, "--ground=order", letter, "--yes").code())
        .isEqualTo(1);
    assertThat(run("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");
  }
}
