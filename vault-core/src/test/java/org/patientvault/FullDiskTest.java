package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/**
 * P8 when SQLite finds the disk full in the middle of an import or of updates, and has room again
 * later.
 */
@Tag("once")
class FullDiskTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RESOURCES = 600;
  private static final int MORE_PAGES = 60;

  /** Time stands still: the last signature takes the place of the one before it, and no room. */
  private static final VaultOptions OPTIONS =
      VaultOptions.defaults()
          .withClock(Clock.fixed(Instant.parse("2026-01-15T08:00:00Z"), ZoneOffset.UTC));

  @TempDir Path folder;
  private Path file;
  private Unlock unlock;

  @BeforeEach
  void emptyVault() {
    file = folder.resolve("a.vault");
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    Vault.create(file.toString(), unlock, OPTIONS).close();
  }

  @Test
  void importOnAFullDisk_isRefusedKeepsWholeResourcesAndFinishesWhenThereIsRoom()
      throws IOException, SQLException {
    Path input = Files.write(folder.resolve("in.ndjson"), lines());
    Set<JsonNode> given = parsed(input);
    int refused = 0;
    while (!imports(input)) {
      refused++;
      assertThat(given).containsAll(exported("after-" + refused));
    }
    assertThat(refused).isGreaterThan(2);
    assertThat(exported("in-the-end")).isEqualTo(given);
    try (Vault vault = roomy()) {
      ImportReport again = run(vault, input);
      assertThat(again.unchanged()).isEqualTo(RESOURCES);
      assertThat(again.created() + again.updated() + again.patientsAdmitted()).isZero();
    }
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      lines.add(
          """
          {"resourceType":"Observation","id":"o%d","status":"final",\
          "subject":{"reference":"Patient/%d"},"valueString":"%s"}\
          """
              .formatted(i, i / 3, "x".repeat(i)));
    }
    return lines;
  }

  /**
   * Imports into a vault with a little more room than it takes up now; says whether it was enough.
   */
  private boolean imports(Path input) throws SQLException {
    try (Vault vault = withRoomFor(MORE_PAGES)) {
      assertThat(run(vault, input).skipped()).isZero();
      return true;
    } catch (VaultException.AuditUnavailable e) {
      assertThat(e).hasMessageContaining("full").hasMessageContaining("make room");
      return false;
    } finally {
      assertThat(Vault.verifyRecords(file.toString(), unlock).findings()).isEmpty();
    }
  }

  private Vault withRoomFor(int pages) throws SQLException {
    long most = pageCount() + pages;
    return Vault.open("jdbc:sqlite:" + file + "?max_page_count=" + most, List.of(unlock), OPTIONS);
  }

  private long pageCount() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA page_count")) {
      return rows.getLong(1);
    }
  }

  private Vault roomy() {
    return Vault.open(file.toString(), List.of(unlock), OPTIONS);
  }

  private static ImportReport run(Vault vault, Path input) {
    Session importer = vault.as(Actor.of("admin", "admin"), Purpose.HSYSADMIN);
    return FhirImport.of(importer).run(List.of(input), false, progress -> {});
  }

  private Set<JsonNode> exported(String name) throws IOException {
    Path out = folder.resolve(name);
    try (Vault vault = roomy()) {
      FhirExport.of(physician(vault)).run(out, written -> {});
    }
    Path observations = out.resolve("Observation.ndjson");
    return Files.exists(observations) ? parsed(observations) : Set.of();
  }

  private static Set<JsonNode> parsed(Path ndjson) throws IOException {
    Set<JsonNode> resources = new HashSet<>();
    for (String line : Files.readAllLines(ndjson)) {
      resources.add(JSON.readTree(line));
    }
    return resources;
  }

  @Test
  void updatesOnAFullDisk_keepTheLastOneAcknowledgedAndGoOnWhenThereIsRoom() throws Exception {
    RecordKey key;
    try (Vault vault = roomy()) {
      Session session = physician(vault);
      key = RecordKey.of(session.admit(new PatientIdentifier("urn:mrn", "1")), "Observation", "bp");
      session.create(key, value(1));
    }
    int acknowledged;
    try (Vault full = withRoomFor(MORE_PAGES)) {
      acknowledged = updateUntilRefused(physician(full), key);
    }
    assertThat(acknowledged).isGreaterThan(2);
    assertThat(Vault.verifyRecords(file.toString(), unlock).findings()).isEmpty();
    try (Vault vault = roomy()) {
      Session session = physician(vault);
      assertThat(session.history(key)).hasSize(acknowledged);
      assertThat(session.read(key).fields()).isEqualTo(named(value(acknowledged)));
      assertThat(session.update(key, acknowledged, value(0))).isEqualTo(acknowledged + 1);
    }
  }

  private static int updateUntilRefused(Session session, RecordKey key) {
    for (int revision = 1; ; revision++) {
      try {
        session.update(key, revision, value(revision + 1));
      } catch (VaultException.AuditUnavailable e) {
        assertThat(e).hasMessageContaining("full").hasMessageContaining("make room");
        return revision;
      }
    }
  }

  private static Map<String, FieldValue> value(int revision) {
    return Map.of("valueString", FieldValue.text(revision + "x".repeat(3_000)));
  }

  private static Map<FieldName, FieldValue> named(Map<String, FieldValue> fields) {
    return Map.of(new FieldName("valueString"), fields.get("valueString"));
  }

  private static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }
}
