package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.NodeInfo;
import org.patientvault.Vault;
import org.patientvault.model.Bytes;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** A vault in a database that sorts as the French do has the bytes and the order of any other. */
@Tag("once")
class OtherCollationTest {
  private static final String FRENCH =
      "TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'fr-FR'";

  @TempDir Path folder;
  private Clinic clinic;

  @BeforeEach
  void vault() {
    PostgresDatabase french = PostgresServer.shared().newDatabase(FRENCH);
    clinic = Clinic.in(french, folder);
  }

  @AfterEach
  void close() {
    clinic.database.close();
  }

  @Test
  void order_isThatOfBytes() throws SQLException {
    List<String> names = List.of("B", "a", "a-b", "a.b", "a1", "ab", "é", "z");
    try (Connection owner = clinic.database.connect()) {
      for (String name : names) {
        TestDatabase.execute(owner, "INSERT INTO node VALUES ('" + name + "', 1, 1, 0, 0, 0, 0)");
      }
      assertThat(list(owner, "SELECT name FROM node WHERE started_ms = 0 ORDER BY name"))
          .containsExactly("B", "a", "a-b", "a.b", "a1", "ab", "z", "é");
      assertThat(
              list(
                  owner,
                  "SELECT name FROM node WHERE started_ms = 0 ORDER BY name COLLATE \"default\""))
          .isNotEqualTo(List.of("B", "a", "a-b", "a.b", "a1", "ab", "z", "é"));
    }
    try (Vault vault = clinic.open()) {
      assertThat(vault.administration(Clinic.ADMIN).status().nodes())
          .extracting(NodeInfo::name)
          .containsExactly("B", "a", "a-b", "a.b", "a1", "ab", "z", "é");
    }
  }

  @Test
  void digestsAndExports_areThoseOfTheSameRowsElsewhere() throws IOException {
    Path copy = folder.resolve("copy.vault");
    try (Vault vault = clinic.open()) {
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
      vault.administration(Clinic.ADMIN).installPolicy(vault.administration(Clinic.ADMIN).policy());
    }
    try (Vault vault = clinic.open()) {
      vault.administration(Clinic.ADMIN).backup(copy);
      Vault.exportLog(clinic.database.location(), folder.resolve("french"));
    }
    Vault.exportLog(copy.toString(), folder.resolve("sqlite"));
    assertThat(clinic.findings()).isEmpty();
    assertThat(Vault.verifyRecords(copy.toString(), clinic.unlock).findings()).isEmpty();
    // The database has one entry more: it names the backup's manifest.
    Map<String, Bytes> french = files(folder.resolve("french"));
    Map<String, Bytes> sqlite = files(folder.resolve("sqlite"));
    assertThat(named(french, "payload/")).containsAllEntriesOf(named(sqlite, "payload/"));
    assertThat(entries(french).hex()).startsWith(entries(sqlite).hex());
  }

  private static Bytes entries(Map<String, Bytes> bundle) {
    Map<String, Bytes> tiles = named(bundle, "tile/entries/");
    assertThat(tiles).hasSize(1);
    return tiles.values().iterator().next();
  }

  private static Map<String, Bytes> named(Map<String, Bytes> bundle, String beginning) {
    Map<String, Bytes> some = new TreeMap<>(bundle);
    some.keySet().removeIf(name -> !name.startsWith(beginning));
    return some;
  }

  private static Map<String, Bytes> files(Path bundle) throws IOException {
    Map<String, Bytes> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(bundle)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(bundle.relativize(file).toString(), Bytes.of(Files.readAllBytes(file)));
      }
    }
    assertThat(files).hasSizeGreaterThan(3);
    return files;
  }

  private static List<String> list(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
