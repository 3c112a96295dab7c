package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P6 at the command line: a patient is erased, and an auditor reads what that means. */
@Tag("once")
@OnBothStores
class EraseCommandsTest {
  private static final String NOBODY = "00112233445566778899aabbccddeeff";

  @TempDir Path folder;
  private CommandLineFixture shell;
  private String anna = "";
  private String register = "";
  private String reason = "";

  @BeforeEach
  void aVaultWithTwoPatients(TestDatabase database) throws IOException {
    shell = new CommandLineFixture(folder, database.location());
    done("init", "--protector=keystore:" + shell.path("kek.p12") + "?alias=kek");
    shell.write(
        "p.ndjson",
        """
        {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}],"name":[{"family":"Quillfeather"}]}
        {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"influenza"}}
        {"resourceType":"Patient","id":"p2","identifier":[{"system":"urn:mrn","value":"4712"}]}
        """);
    done("import", "fhir", file("p.ndjson"));
    anna = find("4711").out().strip();
    assertThat(anna).matches("[0-9a-f]{32}");
    register = "--erasure-register=" + Files.createDirectory(shell.path("register"));
    shell.write("policy", done("audit", "keys").out());
    reason = "--reason-file=" + shell.write("letter", "her letter of 3 May\n");
  }

  private Ran find(String number) {
    return shell.runWithInput(
        "urn:mrn|" + number + "\n", "patient", "find", "--role=physician", "--purpose=TREAT");
  }

  private Ran done(String... arguments) {
    Ran ran = shell.run(arguments);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran;
  }

  private String refused(String... arguments) {
    Ran ran = shell.run(arguments);
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    return ran.err();
  }

  private String file(String name) {
    return shell.path(name).toString();
  }

  private Ran check(Path certificate, String policy, String... more) {
    List<String> words =
        new ArrayList<>(List.of("audit", "check-certificate", certificate.toString()));
    words.add("--policy=" + file(policy));
    words.addAll(List.of(more));
    return CommandLineFixture.raw("", Map.of(), words.toArray(String[]::new));
  }

  /** The file of the certificate. */
  private Path erased() {
    done("patient", "erase", "rule", "--cooling-off-days=0");
    done("patient", "erase", "ask", anna, "--ground=request", reason);
    Ran run = done("patient", "erase", "run", register, "--yes");
    return Path.of(run.out().strip());
  }

  @Test
  void erased_andProven() throws IOException {
    Path certificate = erased();
    assertThat(certificate).exists().hasParent(certificateFolder());
    assertThat(shell.run("record", "list", anna, "--role=physician", "--purpose=TREAT").err())
        .contains("erased");
    assertThat(find("4711").err()).contains("no patient has this identifier");
    assertThat(find("4712").code()).isZero();
    assertThat(done("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");

    done("patient", "erase", "certificate", anna, "--out=" + file("copy"));
    assertThat(check(shell.path("copy"), "policy").code()).isZero();
    assertThat(done("patient", "erase", "certificate", anna).out())
        .isEqualTo(Files.readString(shell.path("copy")));
    Ran checked = check(certificate, "policy");
    assertThat(checked.code()).as(checked.all()).isZero();
    assertThat(checked.out())
        .startsWith("PROVEN origin=")
        .contains("patient: " + anna + ", the vault's erasure 1\n")
        .contains("ground: request, the person asked for it")
        .contains("live: destroyed at once at 20")
        .contains("destroyed: 1 key, 2 records in 2 revisions, 2 identifiers\n")
        .contains("backups: none is known")
        .contains(" of class access")
        .contains("may remain: file-system: ")
        .doesNotContain("nothing of");
    assertThat(check(certificate, "policy", "--json").out())
        .contains("\"ground\":\"request\"")
        .contains("\"records\":2")
        .contains("\"verdict\":\"PROVEN origin=");
    assertThat(refused("patient", "erase", "ask", anna, "--ground=order", reason))
        .contains("erased");
    assertThat(refused("patient", "hold", "set", anna, reason)).contains("erased");
  }

  private Path certificateFolder() throws IOException {
    try (Stream<Path> folders = Files.list(shell.path("register"))) {
      return folders.findFirst().orElseThrow();
    }
  }

  @Test
  void backupFromBefore_bothDatesAreInTheCertificate() {
    done("patient", "erase", "rule", "--backup-days=20");
    done("backup", file("copy.vault"));
    Ran checked = check(erased(), "policy");
    assertThat(checked.out())
        .contains("live: destroyed at once at 20")
        .containsPattern("backups: 1 may hold .* is destroyed by 20\\S+Z at the latest");
  }

  @Test
  void everyNight_whatIsDueAndNoMore() throws IOException {
    assertThat(done("patient", "erase", "run", register).err()).contains("no erasure is due");
    done("patient", "erase", "ask", anna, "--ground=order", reason);
    assertThat(done("patient", "erase", "list").out()).contains(anna).contains("waiting");
    assertThat(done("patient", "erase", "run", register).err()).contains("no erasure is due");
    assertThat(refused("patient", "erase", "run", anna, register, "--yes"))
        .contains("cooling-off period of this erasure ends at 20");
    done("patient", "erase", "cancel", anna, reason);
    assertThat(done("patient", "erase", "list").err()).contains("no erasure was asked for");
    assertThat(refused("patient", "erase", "cancel", anna, reason)).contains("no erasure");

    done("patient", "erase", "rule", "--cooling-off-days=0");
    done("patient", "erase", "ask", anna, "--ground=order", reason);
    done("patient", "hold", "set", anna, reason);
    assertThat(done("patient", "hold", "list").out()).isEqualTo(anna + "\n");
    assertThat(done("patient", "erase", "list", "--json").out()).contains("\"on hold\"");
    assertThat(done("patient", "erase", "run", register, "--yes").err())
        .contains("due, and on hold: 1")
        .contains("no erasure is due");
    assertThat(refused("patient", "erase", "run", anna, register, "--yes")).contains("legal hold");
    done("patient", "hold", "release", anna, reason);
    assertThat(done("patient", "hold", "list").err()).contains("no legal hold");
    assertThat(refused("patient", "erase", "run", register)).contains("say --yes to do it");
    Ran run = done("patient", "erase", "run", register, "--yes", "--json");
    assertThat(run.out())
        .contains("\"patient\":\"" + anna + "\"")
        .contains("\"failed\":[]")
        .contains("\"certificatesWritten\":0");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void register_mustBeThereAndIsMadeUpFor() throws IOException {
    done("patient", "erase", "rule", "--cooling-off-days=0");
    done("patient", "erase", "ask", anna, "--ground=unlawful", reason);
    assertThat(refused("patient", "erase", "run", "--yes")).contains("--erasure-register");
    assertThat(refused("patient", "erase", "run", "--yes", "--erasure-register=" + file("letter")))
        .contains("erasure register cannot be written");
    assertThat(refused("patient", "erase", "run", "--yes", "--erasure-register=" + file("none")))
        .contains("erasure register cannot be written");
    Path certificate = Path.of(done("patient", "erase", "run", register, "--yes").out().strip());
    assertThat(done("doctor", register).out()).contains("patients erased: 1,");
    assertThat(done("doctor").out()).contains("no register was named");
    assertThat(done("status").err()).contains("no register was named");
    assertThat(done("status", register).out()).containsPattern("erased patients +1");

    Files.delete(certificate);
    assertThat(done("doctor", register).out()).contains("certificates that the register lacks: 1");
    assertThat(done("patient", "erase", "run", register).err()).contains("lacked: 1");
    assertThat(certificate).exists();
    assertThat(shell.run("doctor", "--erasure-register=" + file("none")).out())
        .contains("no folder that can be written");
    done("patient", "erase", "run", "--erasure-register=" + Files.createDirectory(shell.path("b")));
    assertThat(check(certificate, "policy").code()).isZero();
  }

  @Test
  void whatIsNoCertificateOfThisLog_isTold(@TempDir Path other) throws IOException {
    Path certificate = erased();
    String text = Files.readString(certificate);
    CommandLineFixture stranger = new CommandLineFixture(other);
    assertThat(stranger.run("init").code()).isZero();
    shell.write("other.policy", stranger.run("audit", "keys").out());
    Ran foreign = check(certificate, "other.policy");
    assertThat(foreign.code()).as(foreign.all()).isEqualTo(2);
    assertThat(foreign.out()).startsWith("CANNOT TELL ");

    Ran edited =
        check(shell.write("edited", text.replace("\"records\":2", "\"records\":1")), "policy");
    assertThat(edited.code()).isEqualTo(3);
    assertThat(edited.out()).startsWith("NOT PROVEN ").doesNotContain("destroyed");
    assertThat(check(shell.write("whose", text.replace(anna, NOBODY)), "policy"))
        .returns(3, Ran::code);
    for (int length : new int[] {0, 40, text.indexOf("\n\n"), text.length() / 2}) {
      Ran cut = check(shell.write("cut", text.substring(0, length)), "policy");
      assertThat(cut.code()).as(length + cut.all()).isEqualTo(1);
    }
    assertThat(check(shell.path("none"), "policy").code()).isEqualTo(1);
    assertThat(check(certificate, "none").code()).isEqualTo(1);
  }

  @Test
  void badInput_changesNothing() {
    assertThat(refused("patient", "erase", "ask", NOBODY, "--ground=order", reason))
        .contains("there is no patient");
    assertThat(refused("patient", "erase", "ask", "p1", "--ground=order", reason))
        .contains("32 hex digits");
    assertThat(refused("patient", "erase", "ask", anna, "--ground=whim", reason))
        .contains("not a valid GROUND");
    assertThat(refused("patient", "erase", "ask", anna, "--ground=order")).contains("missing");
    String empty = "--reason-file=" + shell.write("empty", " \n");
    assertThat(refused("patient", "erase", "ask", anna, "--ground=order", empty))
        .contains("1 to 2,000 characters");
    assertThat(refused("patient", "hold", "set", NOBODY, reason)).contains("there is no patient");
    assertThat(refused("patient", "hold", "release", anna, reason)).contains("no hold");
    assertThat(refused("patient", "erase", "certificate", anna)).contains("was erased");
    assertThat(refused("patient", "erase", "run", anna, register, "--yes")).contains("ask first");
    assertThat(refused("patient", "erase", "rule", "--backup-days=0")).contains("1 to 3650");
    assertThat(refused("patient", "erase", "rule", "--cooling-off-days=x")).contains("not a valid");
    assertThat(done("patient", "erase", "rule", "--json").out())
        .isEqualTo("{\"backupDays\":35,\"coolingOffDays\":7}\n");
    assertThat(done("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");
  }
}
