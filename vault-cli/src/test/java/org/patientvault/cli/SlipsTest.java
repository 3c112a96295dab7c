package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A slip of whoever types is said to be one, and does not pass as an answer. */
@Tag("once")
@OnBothStores
class SlipsTest {
  private static final String[] AS_PHYSICIAN = {"--role=physician", "--purpose=TREAT"};

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void init(TestDatabase database) {
    shell = new CommandLineFixture(folder, database.location());
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  private String importOnePatient() {
    Path lines =
        shell.write(
            "bulk.ndjson",
            """
            {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}]}
            {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"flu"}}
            """);
    assertThat(shell.run("import", "fhir", lines.toString()).code()).isZero();
    return shell.run("patient", "list", AS_PHYSICIAN[0], AS_PHYSICIAN[1]).out().strip();
  }

  @Test
  void fieldThatTheRecordLacks_isSaid() {
    String patient = importOnePatient();
    Ran ran =
        shell.run(
            "record",
            "get",
            patient,
            "Condition",
            "c1",
            "--field=code,cood,id",
            AS_PHYSICIAN[0],
            AS_PHYSICIAN[1]);
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("flu");
    assertThat(ran.err()).isEqualTo("not in this record: cood\n");
  }

  @Test
  void unknownPatient_hasNoListAndNoHistory() {
    String unknown = "0123456789abcdef0123456789abcdef";
    Ran list = shell.run("record", "list", unknown, AS_PHYSICIAN[0], AS_PHYSICIAN[1]);
    assertThat(list.code()).isEqualTo(1);
    assertThat(list.err()).contains("there is no patient " + unknown + " in this vault");
    Ran history =
        shell.run(
            "record", "history", unknown, "Condition", "c1", AS_PHYSICIAN[0], AS_PHYSICIAN[1]);
    assertThat(history.code()).isEqualTo(1);
    assertThat(history.out()).isEmpty();
  }

  @Test
  void folderWithNothingToImport_isRefused() throws Exception {
    Path letters = Files.createDirectory(shell.path("letters"));
    Files.writeString(letters.resolve("letter.txt"), "Dear patient");
    Ran ran = shell.run("import", "fhir", letters.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("input 1 is a folder without any file named .json, .ndjson");
  }

  @Test
  void emptyActor_isRefused() {
    Ran ran = shell.run("status", "--actor=");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("--actor is empty");
  }

  @Test
  void misspelledCommand_isAnsweredWithThoseThereAre() {
    Ran ran = CommandLineFixture.raw("", Map.of(), "record", "gte", "secret-looking");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("patientvault: say which: list, get, put, history\n")
        .doesNotContain("secret-looking");
  }

  @Test
  void valueThatIsNone_namesItsOption() {
    Ran ran = CommandLineFixture.raw("", Map.of(), "audit", "log", "--limit=many");
    assertThat(ran.err()).startsWith("patientvault: not a valid N for --limit\n");
  }

  @Test
  void newSecretWithoutATerminal_namesTheOptionThatGivesIt() {
    Ran ran = shell.run("protector", "add", "passphrase:");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("give --new-passphrase-file\n");
  }

  @Test
  void misspelledProtector_isSaidBeforeASecretIsAskedFor() {
    for (String[] command :
        new String[][] {
          {"protector", "add", "pasphrase:"},
          {"protector", "create", "pkcs12:token=clinic"},
          {"recovery", "open", "--new=pasphrase:"},
          {"status", "--unlock=pasphrase:"}
        }) {
      Ran ran = shell.run(command);
      assertThat(ran.code()).as(ran.all()).isEqualTo(1);
      assertThat(ran.err()).contains("no protector is called 'p", "keystore, passphrase");
    }
  }

  @Test
  void recoveryKey_isNoSlotToAddByItsUri() {
    Ran ran = shell.run("protector", "add", "recovery:");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("patientvault recovery --help");
  }

  @Test
  void slotThatIsNotThere_isSaidBeforeItIsAskedFor() {
    assertThat(shell.run("protector", "remove", "first").err()).contains("four hex digits");
    Ran unknown = shell.run("protector", "remove", "0000000000");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("0 slots have an id", "hint: patientvault protector list");
    String id =
        shell.run("protector", "list", "--json").out().replaceAll("^.*?([0-9a-f]{32}).*\\s", "$1");
    assertThat(shell.run("protector", "remove", id).err()).contains("kek.p12", "--yes");
  }

  @Test
  void slotsThatDoNotOpen_areAllNamedWithTheirReasons() throws Exception {
    Ran added =
        shell.run("protector", "add", "passphrase:", "--new-passphrase-file=" + shell.path("pw"));
    assertThat(added.code()).isZero();
    Files.delete(shell.path("kek.p12"));
    shell.write("pw", "not the passphrase\n");
    Ran ran = shell.run("status");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("no slot opened; slot ", " by keystore:", " by passphrase:")
        .doesNotContain("not the passphrase");
  }
}
