package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** The main job of each command, as an administrator, a physician and an auditor do it. */
@OnBothStores
class CommandsTest {
  private static final String[] AS_PHYSICIAN = {"--role=physician", "--purpose=TREAT"};
  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","id":"bp-1","status":"final",\
      "valueQuantity":{"value":120.50,"unit":"mmHg"}}\
      """;

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void init(TestDatabase database) {
    shell = new CommandLineFixture(folder, database.location());
    // A key store opens at once; a passphrase costs what it should cost.
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  private Ran physician(String... arguments) {
    return shell.run(Stream.of(arguments, AS_PHYSICIAN).flatMap(Stream::of).toArray(String[]::new));
  }

  private String importOnePatient() {
    Path bundle =
        shell.write(
            "bulk.ndjson",
            """
            {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}],"name":[{"family":"Quillfeather"}]}
            {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"influenza"}}
            """);
    Ran ran = shell.run("import", "fhir", bundle.toString());
    assertThat(ran.out()).contains("created 2, updated 0, unchanged 0, skipped 0");
    return shell
        .runWithInput("urn:mrn|4711\n", "patient", "find", "--role=physician", "--purpose=TREAT")
        .out()
        .strip();
  }

  @Test
  void status_saysWhatTheVaultHolds() {
    importOnePatient();
    Ran ran = shell.run("status", "--json");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("\"patients\":1", "\"records\":2", "\"slots\":1");
    assertThat(shell.run("status").out()).contains("patients", "log entries");
  }

  @Test
  void importedRecord_isReadByAPhysicianAndRefusedToAClerk() {
    String patient = importOnePatient();
    Ran read = physician("record", "get", patient, "Condition", "c1");
    assertThat(read.out()).contains("\"resourceType\":\"Condition\"", "\"text\":\"influenza\"");
    Ran some = physician("record", "get", patient, "Condition", "c1", "--field=code");
    assertThat(some.out()).contains("influenza").doesNotContain("subject");
    Ran refused =
        shell.run("record", "get", patient, "Condition", "c1", "--role=clerk", "--purpose=HPAYMT");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("clerk").contains("hint:").doesNotContain("influenza");
  }

  @Test
  void recordPut_makesRevisionsThatHistoryLists() {
    String patient = importOnePatient();
    String[] put = {"record", "put", patient, "--role=physician", "--purpose=TREAT"};
    assertThat(shell.runWithInput(OBSERVATION, put).out())
        .isEqualTo("Observation created, revision 1\n");
    assertThat(shell.runWithInput(OBSERVATION, put).out()).contains("unchanged, revision 1");
    assertThat(shell.runWithInput(OBSERVATION.replace("final", "amended"), put).out())
        .contains("updated, revision 2");
    assertThat(physician("record", "history", patient, "Observation", "bp-1").out())
        .contains("CREATE", "UPDATE");
    assertThat(physician("record", "get", patient, "Observation", "bp-1", "--revision=1").out())
        .contains("\"status\":\"final\"", "120.50");
    assertThat(physician("record", "list", patient, "--json").out())
        .contains("\"id\":\"bp-1\",\"revision\":2");
  }

  @Test
  void patientList_namesReferencesOnly() {
    String patient = importOnePatient();
    assertThat(physician("patient", "list").out()).isEqualTo(patient + "\n");
    assertThat(physician("patient", "list", "--json").out()).isEqualTo("[\"" + patient + "\"]\n");
  }

  @Test
  void exportedLog_verifiesWithThePrintedPolicyAndAState() {
    importOnePatient();
    String bundle = shell.path("bundle").toString();
    assertThat(shell.run("audit", "export", bundle).code()).isZero();
    Path policy = shell.write("policy", shell.run("audit", "keys").out());
    String[] verify = {
      "audit", "verify", bundle, "--policy=" + policy, "--state=" + shell.path("state")
    };
    Ran first = CommandLineFixture.raw("", java.util.Map.of(), verify);
    assertThat(first.code()).isZero();
    assertThat(first.out()).startsWith("VERIFIED origin=vault.").contains("NO OUTSIDE HEAD");
    Ran second = CommandLineFixture.raw("", java.util.Map.of(), verify);
    assertThat(second.out()).startsWith("VERIFIED").doesNotContain("NO OUTSIDE HEAD");
    assertThat(shell.run("audit", "verify", "--records").out())
        .startsWith("RECORDS VERIFIED rows=");
    assertThat(shell.run("audit", "log", "--json", "--limit=200").out())
        .contains("\"e\":\"GENESIS\"", "\"e\":\"LOG_READ\"");
    assertThat(shell.run("audit", "log").out()).contains("CREATE", "1 Condition");
  }

  private Ran addPassphrase() {
    return shell.run(
        "protector", "add", "passphrase:", "--new-passphrase-file=" + shell.path("pw"));
  }

  private String slotId(String kind) {
    return shell
        .run("protector", "list", "--json")
        .out()
        .replaceAll(".*\"id\":\"([0-9a-f]+)\",\"kind\":\"" + kind + "\".*\\n", "$1");
  }

  @Test
  void secondSlot_opensTheVaultAndTheLastIsNotRemoved() {
    assertThat(addPassphrase().out()).contains("added: passphrase:");
    assertThat(shell.run("protector", "list", "--json").out())
        .matches(
            "\\[(\\{\"id\":\"[0-9a-f]{32}\",\"kind\":\"\\w+\",\"state\":\"active\",\"uri\":\"[^\"]+\"},?){2}]\n");
    String id = slotId("keystore");
    assertThat(shell.run("protector", "remove", id).err()).contains("--yes");
    assertThat(shell.run("protector", "remove", id, "--yes").out()).contains("slot removed");
    assertThat(shell.run("status").code()).isZero();
    Ran refused = shell.run("protector", "remove", slotId("passphrase"), "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("last slot");
  }

  @Test
  void changedPassphrase_opensAndTheOldOneDoesNot() {
    addPassphrase();
    shell.run("protector", "remove", slotId("keystore"), "--yes");
    String fresh = shell.write("new-pw", "another horse battery\n").toString();
    assertThat(shell.run("protector", "change-passphrase", "--new-passphrase-file=" + fresh).code())
        .isZero();
    assertThat(shell.run("status").code()).isEqualTo(2);
    shell.write("pw", "another horse battery\n");
    assertThat(shell.run("status").code()).isZero();
  }

  @Test
  void backup_opensAsTheVaultDoes() {
    importOnePatient();
    String copy = shell.path("copy.vault").toString();
    assertThat(shell.run("backup", copy).code()).isZero();
    Ran status =
        CommandLineFixture.raw(
            "",
            java.util.Map.of("PATIENTVAULT_VAULT", copy),
            "status",
            "--passphrase-file=" + shell.path("pw"),
            "--json");
    assertThat(status.out()).contains("\"records\":2");
    assertThat(shell.run("backup", copy).code()).isEqualTo(1);
  }

  @Test
  void exportFhir_writesOneFileForEachTypeAndNothingElse() throws IOException {
    importOnePatient();
    String out = shell.path("out").toString();
    assertThat(physician("export", "fhir", out).out()).isEqualTo("2 resources written\n");
    try (Stream<Path> files = Files.list(Path.of(out))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("Patient.ndjson", "Condition.ndjson");
    }
    Ran denied =
        shell.run(
            "export", "fhir", shell.path("no").toString(), "--role=clerk", "--purpose=HPAYMT");
    assertThat(denied.code()).isEqualTo(1);
    assertThat(denied.err())
        .contains("nothing was exported: role clerk may not read every class for purpose HPAYMT;");
    assertThat(shell.path("no")).doesNotExist();
  }

  @Test
  void rules_areCheckedShownAndInstalled() {
    for (String kind : List.of("schema", "access-policy")) {
      Ran shown = CommandLineFixture.raw("", java.util.Map.of(), kind, "show");
      String file = shell.write(kind + ".yaml", shown.out()).toString();
      assertThat(CommandLineFixture.raw("", java.util.Map.of(), kind, "check", file).code())
          .isZero();
      assertThat(shell.run(kind, "install", file).out()).contains("version 2 is in force");
      assertThat(shell.run(kind, "show").out()).isEqualTo(shown.out());
    }
    String bad = shell.write("bad.yaml", "patientvault-schema: 1\n").toString();
    Ran refused = CommandLineFixture.raw("", java.util.Map.of(), "schema", "check", bad);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("hint:");
  }

  @Test
  void policyThatFailsItsOwnTests_cannotBeInstalled() {
    String shown = CommandLineFixture.raw("", java.util.Map.of(), "access-policy", "show").out();
    String bad =
        shell.write("bad.yaml", shown.replaceFirst("expect: allow", "expect: deny")).toString();
    Ran checked = CommandLineFixture.raw("", java.util.Map.of(), "access-policy", "check", bad);
    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.err()).startsWith("the access policy cannot be installed: test 1, ");
    Ran installed = shell.run("access-policy", "install", bad);
    assertThat(installed.code()).isEqualTo(1);
    assertThat(installed.err()).contains("hint: patientvault access-policy check FILE");
  }

  @Test
  void policyWithoutTests_canBeInstalledAndIsWarnedOf() {
    String shown = CommandLineFixture.raw("", java.util.Map.of(), "access-policy", "show").out();
    String odd =
        shell.write("odd.yaml", shown.replaceFirst("(?s)\ntests:.*", "\ntests: []\n")).toString();
    Ran checked = CommandLineFixture.raw("", java.util.Map.of(), "access-policy", "check", odd);
    assertThat(checked.code()).isEqualTo(4);
    assertThat(checked.out()).contains("the policy has no tests");
    assertThat(checked.err()).contains("can be used");
    assertThat(shell.run("access-policy", "install", odd).code()).isZero();
  }

  @Test
  void doctor_saysWhatToDo() {
    Ran ran = shell.run("doctor");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("only one secret opens the vault", "protector add", "signing");
    shell.write("pw", "not the passphrase\n");
    assertThat(shell.run("doctor").code()).isEqualTo(2);
  }
}
