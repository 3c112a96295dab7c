package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.DatabaseServer;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** A demonstration in a PostgreSQL database that holds no vault; afterwards it holds none again. */
final class DemoDatabase implements DemoPlace {
  private static final String SCHEMA = "patientvault";

  private final String location;
  private final VaultOptions options;
  private final DatabaseServer server;
  private final boolean schemaWasThere;
  private final Thread atExit = new Thread(this::clean, "patientvault-demo");
  private volatile @Nullable VaultId made;

  /**
   * @param server what the vault found there: it looks at every server first
   */
  DemoDatabase(String location, VaultOptions options, DatabaseServer server) throws SQLException {
    this.location = location;
    this.options = options;
    this.server = server;
    this.schemaWasThere =
        !list("SELECT nspname FROM pg_namespace WHERE nspname = 'patientvault'").isEmpty();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public VaultOptions options() {
    return options;
  }

  @Override
  public void made(Vault vault) {
    made = vault.id();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  @Override
  public DemoAttack attack() {
    return new DemoAttack(this::connect, "DROP TRIGGER log_entry_is_never_changed ON log_entry");
  }

  @Override
  public long namesFound(DemoPatients patients) throws SQLException {
    long found = 0;
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      for (String table : tables()) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          found += namesFound(rows, patients);
        }
      }
    }
    return found;
  }

  private static long namesFound(ResultSet rows, DemoPatients patients) throws SQLException {
    long found = 0;
    while (rows.next()) {
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        boolean bytes = rows.getObject(i) instanceof byte[];
        found +=
            patients.namesIn(
                bytes ? rows.getBytes(i) : rows.getString(i).getBytes(StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  @Override
  public Attacked attacked(Vault vault) {
    return new Attacked("the database", location, attack());
  }

  /** As the same user, by a connection of its own: around the vault. */
  private Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("currentSchema", SCHEMA);
    settings.setProperty("requireAuth", "!password,!md5");
    if (!server.thisMachine() && !location.contains("sslmode=")) {
      settings.setProperty("sslmode", "verify-full");
    }
    if (options.databaseUser() != null) {
      settings.setProperty("user", options.databaseUser());
    }
    if (options.databasePassword() != null) {
      char[] password = options.databasePassword().read();
      settings.setProperty("password", new String(password));
      Arrays.fill(password, '\0');
    }
    return DriverManager.getConnection(location, settings);
  }

  private List<String> tables() throws SQLException {
    return list("SELECT tablename FROM pg_tables WHERE schemaname = 'patientvault' ORDER BY 1");
  }

  private List<String> list(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection database = connect();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Override
  public void close() {
    if (made != null) {
      Runtime.getRuntime().removeShutdownHook(atExit);
      clean();
    }
  }

  /** Only what the vault brought, and only while the vault there is the one that was made. */
  private void clean() {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      if (!Vault.label(location, options).id().equals(made)) {
        return;
      }
      statement.execute("SET lock_timeout = '10s'");
      for (String table : tables()) {
        statement.execute("DROP TABLE " + table);
      }
      statement.execute("DROP FUNCTION log_entries_are_never_changed");
      if (!schemaWasThere) {
        statement.execute("DROP SCHEMA " + SCHEMA);
      }
    } catch (SQLException | VaultException e) {
      System.getLogger(DemoDatabase.class.getName())
          .log(System.Logger.Level.WARNING, "the demonstration's tables could not be dropped");
    }
  }
}
