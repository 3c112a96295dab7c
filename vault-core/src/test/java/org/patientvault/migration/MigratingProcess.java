package org.patientvault.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.MigrationSource;
import org.patientvault.TableMigration;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.stores.TestDatabase;

/** A process of its own that moves a table in, and says after each page how far it is. */
final class MigratingProcess {
  static final String KEY_STORE = "a.p12";
  static final String ALIAS = "kek";
  static final String PASSWORD = "correct horse battery";

  private MigratingProcess() {}

  static Unlock unlock(Path folder) {
    return Unlock.keystore(folder.resolve(KEY_STORE), ALIAS, PASSWORD::toCharArray);
  }

  /** A vault that takes the ward's table in. */
  static void createVault(Path folder, TestDatabase database) {
    try (Vault vault =
        Vault.create(
            database.location(), unlock(folder), VaultOptions.defaults().withNode("one"))) {
      Ward.useSchema(vault);
    }
  }

  /** Folder of the key store, location of the vault, address of the source, rows a second. */
  public static void main(String... arguments) {
    try (Vault vault =
        Vault.open(
            arguments[1],
            List.of(unlock(Path.of(arguments[0]))),
            VaultOptions.defaults().withNode("migrate"))) {
      MigrationReport report =
          TableMigration.of(
                  Ward.migrator(vault),
                  MigrationSource.of(arguments[2]),
                  Ward.MAPPING.getBytes(UTF_8))
              .run(
                  MigrationOptions.defaults()
                      .withRate(Integer.parseInt(arguments[3]))
                      .withProgress(MigratingProcess::say));
      System.out.printf(
          "END %s %d %d %d%n",
          report.complete(), report.created(), report.unchanged(), report.updated());
    }
  }

  private static void say(MigrationReport.Progress progress) {
    System.out.println(progress.phase() + " " + progress.done());
    System.out.flush();
  }
}
