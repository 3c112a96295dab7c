package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Backups;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.audit.BackupManifest;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.SetClock;
import org.patientvault.stores.TestDatabase;

/** The doctor says that no backup is there, that it is old, or that one is kept too long. */
@Tag("once")
@OnBothStores
class BackupFindingsTest {
  private static final String NONE = "there is none: what is lost with the disk is lost";
  private static final String OLD = "the newest is of ";
  private static final String OVERDUE = "to be destroyed by now: ";

  @TempDir Path folder;
  private CommandLineFixture shell;
  private String location;
  private Unlock unlock;

  /** A vault of forty days ago. */
  @BeforeEach
  void aVault(TestDatabase database) {
    location = database.location();
    shell = new CommandLineFixture(folder, location);
    unlock =
        Unlock.keystore(
            folder.resolve("kek.p12"), "kek", CommandLineFixture.PASSPHRASE::toCharArray);
    Vault.create(location, unlock, at(40)).close();
  }

  private static VaultOptions at(int daysAgo) {
    Instant then = Instant.now().minus(Duration.ofDays(daysAgo));
    return VaultOptions.defaults().withClock(new SetClock(then));
  }

  private void admit() {
    try (Vault vault = Vault.open(location, List.of(unlock), at(39))) {
      vault
          .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
          .admit(new PatientIdentifier("urn:mrn", "1"));
    }
  }

  private String backup(int daysAgo, int keptDays) {
    try (Vault vault = Vault.open(location, List.of(unlock), at(daysAgo))) {
      Backups backups = vault.administration(Actor.of("kim", "admin")).backups();
      BackupManifest made =
          backups.make(folder.resolve("of-" + daysAgo), Duration.ofDays(keptDays));
      return made.contents().id();
    }
  }

  private Ran done(String... command) {
    Ran ran = shell.run(command);
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran;
  }

  @Test
  void noBackup_isWarnedOf_onceThereIsAPatient() {
    assertThat(done("doctor").out()).containsPattern("ok +backups +none; there is no patient yet");
    admit();
    assertThat(done("doctor").out())
        .containsPattern("warning +backups +" + NONE + " +patientvault backup FILE");
    done("backup", shell.path("today.vault").toString());
    assertThat(done("doctor").out()).containsPattern("ok +backups +" + OLD);
  }

  @Test
  void oldBackup_andOneThatIsKeptTooLong_areWarnedOf_untilThatIsMended() throws IOException {
    admit();
    String monthOld = backup(30, 20);
    String weekOld = backup(8, 35);
    assertThat(done("doctor", "--json").out())
        .contains(OLD, "8 days ago", "patientvault backup FILE")
        .contains(OVERDUE + "1 (" + monthOld.substring(0, 8) + ")", "backup destroyed ID");
    assertThat(done("doctor").out())
        .containsPattern("warning +backups +" + OLD)
        .containsPattern("warning +backups +" + OVERDUE);
    done("backup", "destroyed", monthOld.substring(0, 8), "--yes");
    done("backup", shell.path("today.vault").toString());
    done("backup", "destroyed", weekOld, "--yes");
    assertThat(done("doctor").out())
        .containsPattern("ok +backups +" + OLD)
        .doesNotContain(OVERDUE, NONE);
  }

  /** A backup that was destroyed cannot be put back, and neither one that was never written. */
  @Test
  void destroyedOnes_andThoseThatFailed_areNone() {
    admit();
    done("backup", "destroyed", backup(1, 35), "--yes");
    assertThat(shell.run("backup", shell.path("no-such/folder").toString()).code()).isNotZero();
    assertThat(done("backup", "list").out()).doesNotContain("kept");
    assertThat(done("doctor", "--json").out()).contains(NONE);
  }
}
