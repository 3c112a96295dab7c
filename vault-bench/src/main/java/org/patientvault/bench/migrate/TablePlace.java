package org.patientvault.bench.migrate;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.patientvault.MigrationSource;
import org.patientvault.VaultOptions;

/** A database with the table, and room for vaults and copies; it is gone when closed. */
interface TablePlace extends AutoCloseable {
  /** A connection to the database of the table; the caller closes it. */
  Connection table() throws SQLException;

  /**
   * A connection where a copy is made, and {@link #name} is the table; forced to the disk. The
   * caller closes it.
   */
  Connection copy(int round) throws SQLException;

  /** The table, as a copy's connection names it. */
  String name();

  MigrationSource source();

  /** Where the vault of a round goes. */
  String newVault(int round) throws SQLException;

  VaultOptions options();

  @Override
  void close() throws IOException;
}
