package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.Actor;

/** A demonstration in a file of a temporary folder. */
final class DemoFile implements DemoPlace {
  private final Path file;
  private final Path copy;

  DemoFile(ScratchFolder scratch) {
    this.file = scratch.path("demo.vault");
    this.copy = scratch.path("copy.vault");
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public VaultOptions options() {
    return VaultOptions.defaults();
  }

  @Override
  public void made(Vault vault) {}

  @Override
  public DemoAttack attack() {
    return attack(file);
  }

  private static DemoAttack attack(Path file) {
    return new DemoAttack(
        () -> DriverManager.getConnection("jdbc:sqlite:" + file),
        "DROP TRIGGER log_entry_is_never_changed");
  }

  @Override
  public long namesFound(DemoPatients patients) throws IOException {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    return patients.namesIn(file) + patients.namesIn(wal);
  }

  @Override
  public Attacked attacked(Vault vault) {
    vault.administration(Actor.of("ada", "admin")).backup(copy);
    return new Attacked("a copy", copy.toString(), attack(copy));
  }

  /** The folder goes by itself. */
  @Override
  public void close() {}
}
