package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.internal.jobs.RestorePlace;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/**
 * Backup, erase a patient, lose the vault, put the backup back: who was erased stays erased, and an
 * auditor sees what was lost, with public keys only.
 */
@Tag("once")
@OnBothStores
class LifeOfAVaultTest {
  @TempDir Path folder;
  private CommandLineFixture shell;
  private String anna = "";
  private String register = "";
  private String lastSigned = "";

  @BeforeEach
  void aVaultAndItsBackup(TestDatabase database) throws IOException {
    shell = new CommandLineFixture(folder, database.location());
    done("init", "--protector=keystore:" + file("kek.p12") + "?alias=kek");
    shell.write(
        "p.ndjson",
        """
        {"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:mrn","value":"4711"}]}
        {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"text":"influenza"}}
        {"resourceType":"Patient","id":"p2","identifier":[{"system":"urn:mrn","value":"4712"}]}
        """);
    lastSigned = "--last-signed=" + file("last-signed");
    done("import", "fhir", file("p.ndjson"), lastSigned);
    anna = find(shell, "4711").out().strip();
    register = "--erasure-register=" + Files.createDirectory(shell.path("register"));
    shell.write("old.policy", done("audit", "keys").out());
    done("patient", "erase", "rule", "--cooling-off-days=0", lastSigned);
    done("backup", file("b.vault"), lastSigned);
  }

  private static Ran find(CommandLineFixture at, String number) {
    return at.runWithInput(
        "urn:mrn|" + number + "\n", "patient", "find", "--role=physician", "--purpose=TREAT");
  }

  private String file(String name) {
    return shell.path(name).toString();
  }

  private Ran done(String... arguments) {
    return done(shell, arguments);
  }

  private static Ran done(CommandLineFixture at, String... arguments) {
    Ran ran = at.run(arguments);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran;
  }

  /** Needs no vault and no secret. */
  private static Ran offline(String... arguments) {
    return CommandLineFixture.raw("", Map.of(), arguments);
  }

  private Path erase() {
    String reason = "--reason-file=" + shell.write("letter", "her letter of 3 May\n");
    done("patient", "erase", "ask", anna, "--ground=request", reason, lastSigned);
    return Path.of(done("patient", "erase", "run", register, "--yes", lastSigned).out().strip());
  }

  private static Ran restore(CommandLineFixture to, String backup, String... more) {
    List<String> words =
        new ArrayList<>(List.of("restore", backup, "--reason=disk failed", "--yes"));
    words.addAll(List.of(more));
    return to.run(words.toArray(String[]::new));
  }

  private static TestDatabase other(TestDatabase database) {
    return database instanceof SqliteDatabase
        ? PostgresServer.shared().newDatabase()
        : new SqliteDatabase();
  }

  @Test
  void erasedStaysErased_andTheLossIsSeenWithPublicKeysOnly(TestDatabase database) {
    Ran checked = offline("backup", "verify", file("b.vault"), "--policy=" + file("old.policy"));
    assertThat(checked.code()).as(checked.all()).isZero();
    Path certificate = erase();
    done("audit", "export", file("old"), lastSigned);
    verify("old", "old.policy", 0, "--state=" + file("auditor.state"));

    try (TestDatabase target = other(database)) {
      CommandLineFixture back = new CommandLineFixture(folder, target.location());
      Ran restored =
          restore(back, file("b.vault"), register, lastSigned, "--policy=" + file("old.policy"));
      assertThat(restored.code()).as(restored.all()).isZero();
      assertThat(restored.out()).contains("incident r").contains("erased again: 1");
      assertThat(find(back, "4711").err()).contains("no patient has this identifier");
      assertThat(find(back, "4712").code()).isZero();
      assertThat(done(back, "audit", "verify", "--records", lastSigned).out())
          .contains("RECORDS VERIFIED");
      shell.write("new.policy", done(back, "audit", "keys").out());
      done(back, "audit", "export", file("new"), lastSigned);
      assertThat(verify("new", "new.policy", 4)).contains("INCIDENT ").contains("LOST ");
      String told = verify("new", "new.policy", 4, "--previous=" + file("auditor.state"));
      assertThat(told).contains("INCIDENT id=r").contains("LOST ").contains("FOLLOWS ");

      proven(certificate.toString(), "old.policy");
      done(back, "patient", "erase", "certificate", anna, "--out=" + file("again"));
      proven(file("again"), "new.policy");
      done(back, "backup", file("second.vault"), lastSigned);
      Ran second =
          offline("backup", "verify", file("second.vault"), "--policy=" + file("new.policy"));
      assertThat(second.code()).as(second.all()).isZero();
      assertThat(done(back, "backup", "list").out()).contains("20");
    }
  }

  private String verify(String bundle, String policy, int code, String... more) {
    List<String> words =
        new ArrayList<>(List.of("audit", "verify", file(bundle), "--policy=" + file(policy)));
    words.addAll(List.of(more));
    Ran ran = offline(words.toArray(String[]::new));
    assertThat(ran.code()).as(ran.all()).isEqualTo(code);
    return ran.out();
  }

  private void proven(String certificate, String policy) {
    Ran ran = offline("audit", "check-certificate", certificate, "--policy=" + file(policy));
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out()).startsWith("PROVEN origin=").contains("patient: " + anna);
  }

  @Test
  void badInput_makesNothing() throws IOException {
    CommandLineFixture back = new CommandLineFixture(folder, file("back.vault"));
    String b = file("b.vault");
    assertThat(refused(back, b)).contains("--register-lost");
    assertThat(refused(back, file("none"), register)).contains("there is no backup");
    Files.copy(shell.path("b.vault"), shell.path("alone.vault"));
    assertThat(refused(back, file("alone.vault"), register)).contains("no manifest beside it");
    shell.write("kept.vault", "something");
    CommandLineFixture taken = new CommandLineFixture(folder, file("kept.vault"));
    assertThat(refused(taken, b, register)).contains("never written over");
    assertThat(shell.path("kept.vault")).hasContent("something");

    Path certificate = erase();
    Files.move(certificate, shell.path("away"));
    Files.copy(
        shell.path("away"),
        certificate.resolveSibling(
            String.valueOf(certificate.getFileName()).replace("000000001-", "000000002-")));
    assertThat(refused(back, b, register)).contains("lacks certificate 1");
    try (RestorePlace busy =
        RestorePlace.of(Optional.of(folder), StoreLocation.parse(file("back.vault")).toString())) {
      assertThat(busy).isNotNull();
      assertThat(refused(back, b, register)).contains("another restore");
    }
    changedBackups(back);
    Ran lost = restore(back, b, "--register-lost");
    assertThat(lost.code()).as(lost.all()).isZero();
    assertThat(find(back, "4711").out().strip()).isEqualTo(anna);
  }

  private void changedBackups(CommandLineFixture back) throws IOException {
    Path manifest = shell.path("b.vault.manifest");
    String text = Files.readString(manifest, StandardCharsets.ISO_8859_1);
    Files.copy(shell.path("b.vault"), shell.path("cut.vault"));
    Files.copy(manifest, shell.path("cut.vault.manifest"));
    try (RandomAccessFile cut = new RandomAccessFile(file("cut.vault"), "rw")) {
      cut.setLength(cut.length() - 4096);
    }
    Ran cutShort = restore(back, file("cut.vault"), "--register-lost");
    assertThat(cutShort.code()).as(cutShort.all()).isIn(2, 3);
    assertThat(cutShort.err()).contains("cut short");
    Files.copy(shell.path("b.vault"), shell.path("newer.vault"));
    shell.write("newer.vault.manifest", text.replace("\"layout\":1,", "\"layout\":2,"));
    assertThat(refused(back, file("newer.vault"), "--register-lost")).contains("layout 2");
    CommandLineFixture stranger = new CommandLineFixture(folder, file("stranger.vault"));
    done(stranger, "init");
    shell.write("other.policy", done(stranger, "audit", "keys").out());
    Ran foreign =
        restore(back, file("b.vault"), "--register-lost", "--policy=" + file("other.policy"));
    assertThat(foreign.code()).as(foreign.all()).isIn(1, 2, 3);
    done(stranger, "backup", file("stranger.backup"));
    Files.copy(shell.path("stranger.backup"), shell.path("mixed.vault"));
    Files.copy(manifest, shell.path("mixed.vault.manifest"));
    assertThat(damaged(back, file("mixed.vault"))).contains("another manifest");
    assertThat(shell.path("back.vault")).doesNotExist();
  }

  private static String refused(CommandLineFixture back, String backup, String... more) {
    Ran ran = restore(back, backup, more);
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    return ran.err();
  }

  private static String damaged(CommandLineFixture back, String backup) {
    Ran ran = restore(back, backup, "--register-lost");
    assertThat(ran.code()).as(ran.all()).isEqualTo(3);
    return ran.err();
  }
}
