package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** An administrator renews keys, looks how far it is, and counts. */
@Tag("once")
class KeyCommandsTest {
  private static final String PATIENTS =
      IntStream.range(0, 40)
          .mapToObj("{\"resourceType\":\"Patient\",\"id\":\"p%d\"}\n"::formatted)
          .collect(Collectors.joining());

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void init() {
    shell = new CommandLineFixture(folder);
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  @Test
  void rotated_isSaidAndCounted() {
    Ran rotated = shell.run("key", "rotate", "patient-wrap");
    assertThat(rotated.code()).as(rotated.all()).isZero();
    assertThat(rotated.out())
        .matches("job [0-9a-f]{8}: patient-wrap renewed; nothing is under the old key, 1 rows.*\n");
    Ran census = shell.run("key", "census", "--json");
    assertThat(census.out())
        .contains(
            "{\"key\":1,\"level\":\"patient-wrap\",\"protects\":0,\"state\":\"decrypt-only\"}")
        .contains("{\"key\":2,\"level\":\"patient-wrap\",\"protects\":1,\"state\":\"active\"}");
    assertThat(shell.run("key", "census").out()).contains("decrypt-only").contains("state-mac");
    assertThat(shell.run("job", "list").out()).contains("patient-wrap").contains("ended");
  }

  @Test
  void staged_waitsUntilItIsPromoted() {
    Ran staged = shell.run("key", "rotate", "--stage", "index-record");
    assertThat(staged.code()).as(staged.all()).isZero();
    assertThat(staged.out()).contains("has a new key that is not used yet");
    assertThat(shell.run("key", "census", "--json").out()).contains("pre-active");
    assertThat(shell.run("job", "status").code()).isEqualTo(1);
    Ran second = shell.run("key", "rotate", "patients");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains("has not ended").contains("job resume");
    Ran promoted = shell.run("key", "promote", "index-record");
    assertThat(promoted.code()).as(promoted.all()).isZero();
    assertThat(shell.run("key", "promote", "index-record").err()).contains("no new key");
  }

  @Test
  void paused_isResumed() {
    shell.run("key", "rotate", "--stage", "patient-wrap");
    assertThat(shell.run("job", "pause").out()).contains("paused; patientvault job resume");
    Ran resumed = shell.run("job", "resume", "--json");
    assertThat(resumed.code()).as(resumed.all()).isZero();
    assertThat(resumed.out()).contains("\"state\":\"ended\"");
    assertThat(shell.run("job", "resume").err()).contains("no job is unfinished");
  }

  @Test
  void policy_warnsWhenAKeyIsDue() {
    assertThat(shell.run("status").err()).doesNotContain("to be renewed");
    Ran set = shell.run("key", "policy", "set", "--max-seals=1");
    assertThat(set.err()).contains("365 days, or 1 seals");
    assertThat(shell.run("status").err())
        .contains("the key of patient-wrap is to be renewed")
        .contains("patientvault key rotate patient-wrap");
    assertThat(shell.run("doctor").all()).contains("the key of patient-wrap is to be renewed");
    assertThat(shell.run("key", "policy", "show").out()).contains("state-mac");
    assertThat(shell.run("key", "policy", "set", "--max-age=-1").code()).isEqualTo(1);
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  @Test
  void destroy_isRefusedAndSaysWhy() {
    Ran used = shell.run("key", "destroy", "patient-wrap", "1", "--yes");
    assertThat(used.code()).isEqualTo(1);
    assertThat(used.err()).contains("still protects 1 values");
    shell.run("key", "rotate", "patient-wrap");
    Ran unasked = shell.run("key", "destroy", "patient-wrap", "1");
    assertThat(unasked.code()).isEqualTo(1);
    assertThat(unasked.err()).contains("gone for good").contains("--yes");
    assertThat(shell.run("key", "destroy", "patient-wrap", "1", "--yes").out())
        .contains("destroyed: 1 key");
    assertThat(shell.run("key", "destroy", "patient-wrap", "9", "--yes").err())
        .contains("no key 9");
  }

  @Test
  void compromise_reportsAndRenews() throws Exception {
    shell.write("why", "a notebook was lost\n");
    String why = "--reason-file=" + shell.path("why");
    Path report = shell.path("report.txt");
    assertThat(shell.run("key", "compromise", "patient-wrap", why).err()).contains("--yes");
    Ran done = shell.run("key", "compromise", "patient-wrap", why, "--out=" + report, "--yes");
    assertThat(done.code()).as(done.all()).isZero();
    assertThat(done.out())
        .contains("compromised key: patient-wrap 1")
        .contains("reachable: patients from ")
        .contains("notification due (72 h");
    assertThat(Files.readString(report)).isEqualTo(done.out());
    assertThat(shell.run("key", "compromise", "root", why, "--out=" + report, "--yes").err())
        .contains("name a new one");
    assertThat(shell.run("key", "compromise", "patient-wrap", "1", why, "--yes", "--json").out())
        .contains("\"due72h\"")
        .doesNotContain("notebook");
    assertThat(shell.run("key", "compromise", "slot", why, "--yes").err()).contains("which slot");
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  @Test
  void backups_areListedWithTheKeysTheyHold() {
    shell.run("backup", shell.path("first.vault").toString());
    shell.run("key", "rotate", "patient-wrap");
    shell.run("backup", shell.path("second.vault").toString());
    Ran listed = shell.run("key", "backups");
    assertThat(listed.out().lines().filter(line -> line.contains("patients 1"))).hasSize(2);
    assertThat(listed.out()).contains("patient-wrap 1,").contains("patient-wrap 1+2,");
    assertThat(shell.run("key", "backups", "--json").out()).contains("\"patient-wrap\":[1,2]");
    assertThat(shell.run("key", "destroy", "patient-wrap", "1", "--yes").err())
        .contains("2 backups hold it: ")
        .contains("backup destroyed ID");
  }

  @Test
  void givenUp_letsAnotherBegin() {
    shell.run("key", "rotate", "--stage", "index-record");
    assertThat(shell.run("job", "cancel").out()).contains("given up before its end");
    Ran again = shell.run("key", "rotate", "index-record");
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  @Test
  void lastSlotThatOpens_staysThoughAStaleOneIsThere() {
    shell.write("other", "another horse battery\n");
    shell.run("protector", "add", "passphrase:", "--new-passphrase-file=" + shell.path("other"));
    shell.run("key", "rotate", "root", "--yes");
    String active =
        shell
            .run("protector", "list", "--json")
            .out()
            .replaceAll(".*\"id\":\"([0-9a-f]+)\",\"kind\":\"keystore\".*\\n", "$1");
    Ran removed = shell.run("protector", "remove", active, "--yes");
    assertThat(removed.code()).isEqualTo(1);
    assertThat(removed.err()).contains("last slot");
  }

  @Test
  void root_asksFirstAndSaysWhichSlotsAreStale() {
    shell.write("other", "another horse battery\n");
    assertThat(
            shell
                .run(
                    "protector",
                    "add",
                    "passphrase:",
                    "--new-passphrase-file=" + shell.path("other"))
                .code())
        .isZero();
    Ran asked = shell.run("key", "rotate", "root");
    assertThat(asked.code()).isEqualTo(1);
    assertThat(asked.err())
        .contains("--yes", "stale, and to be added again, will be ", "passphrase:");
    assertThat(asked.err()).doesNotContain("keystore:");
    Ran rotated = shell.run("key", "rotate", "root", "--yes");
    assertThat(rotated.code()).as(rotated.all()).isZero();
    assertThat(rotated.out()).contains(" stale: passphrase:").contains(" active: keystore:");
    assertThat(shell.run("status").code()).isZero();
  }

  @Test
  void staleSlot_isSaidByStatusAndDoctor_andToWhoeverGivesItsSecret() {
    shell.write("other", "another horse battery\n");
    Path other = shell.path("other");
    shell.run("protector", "add", "passphrase:", "--new-passphrase-file=" + other);
    Ran rotated = shell.run("key", "rotate", "root", "--yes");
    assertThat(rotated.err()).contains("what was given for slot ", " did not open it: another");

    String stale = "a slot is stale since the root was renewed, and opens nothing: passphrase:";
    assertThat(shell.run("status").err()).contains("only one secret opens the vault", stale);
    assertThat(shell.run("doctor").out()).contains(stale, "patientvault protector remove ");
  }

  @Test
  void jobThatAnotherGaveUp_isNotReportedAsDone() throws Exception {
    Path lines = shell.write("bulk.ndjson", PATIENTS);
    assertThat(shell.run("import", "fhir", lines.toString()).code()).isZero();
    CompletableFuture<Ran> rotation =
        CompletableFuture.supplyAsync(() -> shell.run("key", "rotate", "patients", "--rate=1"));
    Ran cancelled = shell.run("job", "cancel");
    while (cancelled.code() != 0 && !rotation.isDone()) {
      cancelled = shell.run("job", "cancel");
    }
    assertThat(cancelled.code()).as(cancelled.all()).isZero();
    assertThat(rotation.get().code()).as(rotation.get().all()).isEqualTo(1);
    assertThat(rotation.get().out()).contains("given up before its end");
  }

  @Test
  void jobThatIsNotThere_leadsToTheListOfJobs() {
    for (String command : List.of("status", "pause", "resume", "cancel")) {
      Ran refused = shell.run("job", command, "12ab");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("hint: patientvault job list");
    }
    assertThat(shell.run("key", "promote", "patients").err()).contains("hint: patientvault job");
    assertThat(shell.run("key", "promote", "everything").err()).contains("patient-wrap");
  }

  @Test
  void policyThatSaysNothingOrTooMuch_isRefused() {
    for (String[] slip :
        new String[][] {{}, {"--max-age=0"}, {"--max-age=1000000000000"}, {"--max-seals=0"}}) {
      List<String> words = new ArrayList<>(List.of("key", "policy", "set"));
      words.addAll(List.of(slip));
      Ran refused = shell.run(words.toArray(String[]::new));
      assertThat(refused.code()).as(refused.all()).isEqualTo(1);
      assertThat(refused.err()).doesNotContain("internal");
    }
    assertThat(shell.run("key", "policy", "show").out()).contains("365 days").contains("seals");
  }

  @Test
  void unknownLevel_isRefusedAndTheOthersAreNamed() {
    Ran refused = shell.run("key", "rotate", "everything");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("patient-wrap").contains("state-mac");
  }
}
