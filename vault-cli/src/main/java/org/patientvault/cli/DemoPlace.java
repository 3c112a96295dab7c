package org.patientvault.cli;

import java.io.IOException;
import java.sql.SQLException;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;

/** Where a demonstration takes place; what it made there goes when it is closed. */
interface DemoPlace extends AutoCloseable {
  String location();

  VaultOptions options();

  /** Told once, when the vault is there. */
  void made(Vault vault);

  /** What somebody can do who has the database and no key. */
  DemoAttack attack();

  /** How many of the patients' family names stand readable in what is stored. */
  long namesFound(DemoPatients patients) throws IOException, SQLException;

  /** What is attacked: the vault itself, which is closed by then, or a copy. */
  Attacked attacked(Vault vault);

  /** A vault that is attacked. */
  record Attacked(String name, String location, DemoAttack attack) {}

  @Override
  void close();
}
