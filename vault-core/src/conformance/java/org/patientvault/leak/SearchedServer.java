package org.patientvault.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * A PostgreSQL server with one vault, all of whose files are searched: tables, write-ahead log, and
 * its own log. It compresses what is long, so rows are searched as they come out, too.
 */
final class SearchedServer implements AutoCloseable {
  private static final String PLAIN = "stands in clear";

  private final PostgresServer server = PostgresServer.start();
  private final PostgresDatabase database = server.newDatabase();

  String location() {
    return database.location();
  }

  /** Searches the stopped server, and {@code folder}, where rows are put first. */
  TextSearch.Result search(TextSearch search, Path folder) throws IOException, SQLException {
    copyRows(Files.createDirectory(folder.resolve("rows")));
    server.psql(database.name(), "CREATE TABLE planted AS SELECT '" + PLAIN + "' AS words");
    server.cluster().stop();
    Path files = server.cluster().dataFolder().getParent();
    assertThat(new TextSearch(Set.of(PLAIN)).search(files).found()).containsExactly(PLAIN);
    return search.search(folder, files);
  }

  private void copyRows(Path target) throws IOException, SQLException {
    try (Connection connection = database.connect();
        ResultSet tables =
            connection
                .getMetaData()
                .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
      while (tables.next()) {
        String table = tables.getString("TABLE_NAME");
        try (OutputStream rows = Files.newOutputStream(target.resolve(table))) {
          copying.copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", rows);
        }
      }
    }
    assertThat(target.resolve("record_revision")).isNotEmptyFile();
  }

  @Override
  public void close() {
    server.close();
  }
}
