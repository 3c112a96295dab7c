package org.patientvault.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a backup and its manifest by docs/formats/backup.md alone, and the backup's tables by
 * docs/formats/storage-schema.md.
 */
public final class ForeignManifest {
  private static final int MOST_BYTES = 212_992;
  private static final int MOST_TEXT = 65_536;
  private static final int LAYOUT = 1;
  private static final Pattern FILE =
      Pattern.compile("patientvault-backup-manifest v1\n([^\n]+)\n\n(.*)", Pattern.DOTALL);
  private static final Set<String> LEVELS =
      Set.of(
          "root",
          "patient-wrap",
          "patients",
          "detail-wrap",
          "index-seal",
          "index-patient",
          "index-record",
          "state-mac");
  private static final String ID = "[0-9a-f]{32}";

  private ForeignManifest() {}

  /** What a text says. */
  public record Said(
      String id,
      String vault,
      Instant at,
      Instant until,
      long layout,
      long bytes,
      String sha256,
      Map<String, Long> rows,
      Log log,
      long erasures) {}

  /** A log as far as it went. */
  public record Log(String origin, long size, String root) {
    static Log read(ForeignMembers members) throws ForeignRefusal {
      members.exactly("origin", "root", "size");
      return new Log(
          members.origin("origin"),
          members.number("size"),
          HexFormat.of().formatHex(members.hex("root", 32)));
    }
  }

  /** Reads the text. */
  public static Said text(byte[] text) throws ForeignRefusal {
    ForeignMembers all =
        ForeignMembers.ofVersion1(text, MOST_TEXT)
            .exactly(
                "at",
                "backup",
                "erasures",
                "file",
                "keys",
                "layout",
                "log",
                "rows",
                "source",
                "until",
                "v",
                "vault");
    all.text("source", "sqlite|postgresql");
    ForeignMembers file = all.object("file").exactly("bytes", "sha256");
    ForeignMembers keys = all.object("keys");
    for (String level : keys.all().keySet()) {
      ForeignRefusal.when(!LEVELS.contains(level), "no level");
      ids(keys.text(level, "[0-9,-]*"));
    }
    Map<String, Long> rows = new TreeMap<>();
    ForeignMembers counted = all.object("rows");
    for (String table : counted.all().keySet()) {
      ForeignRefusal.when(!table.matches("[a-z_]+"), "no table");
      rows.put(table, counted.number(table));
    }
    Instant at = all.time("at");
    Instant until = all.time("until");
    long layout = all.number("layout");
    ForeignRefusal.when(!at.isBefore(until) || layout < 1 || layout >= 1L << 31, "no such backup");
    return new Said(
        all.text("backup", ID),
        all.text("vault", ID),
        at,
        until,
        layout,
        file.number("bytes"),
        HexFormat.of().formatHex(file.hex("sha256", 32)),
        rows,
        Log.read(all.object("log")),
        all.number("erasures"));
  }

  private static void ids(String listed) throws ForeignRefusal {
    for (String id : listed.isEmpty() ? new String[0] : listed.split(",", -1)) {
      ForeignRefusal.when(!id.matches("0|-?[1-9][0-9]{0,9}"), "no key's id");
      ForeignRefusal.when(Long.parseLong(id) != (int) Long.parseLong(id), "no key's id");
    }
  }

  /** Reads a manifest, and checks that the log names it. */
  public static Said read(byte[] manifest, byte[] policy)
      throws ForeignRefusal, GeneralSecurityException {
    ForeignRefusal.when(manifest.length > MOST_BYTES, "too long");
    Matcher parts = FILE.matcher(new String(manifest, StandardCharsets.ISO_8859_1));
    ForeignRefusal.when(!parts.matches(), "not a manifest");
    byte[] text = parts.group(1).getBytes(StandardCharsets.ISO_8859_1);
    Said said = text(text);
    ForeignProof.read(parts.group(2)).check("BACKUP", text, policy);
    return said;
  }

  /**
   * Holds a backup against what its manifest says.
   *
   * @param tables the same file, opened
   */
  public static void holds(Said said, Path backup, Connection tables)
      throws ForeignRefusal, IOException, SQLException {
    byte[] bytes = Files.readAllBytes(backup);
    String sha256 = HexFormat.of().formatHex(ForeignHash.sha256(bytes));
    ForeignRefusal.when(
        bytes.length != said.bytes() || !sha256.equals(said.sha256()), "another file");
    ForeignRefusal.when(said.layout() > LAYOUT, "a layout that is not known");
    try (Statement sql = tables.createStatement()) {
      String id = one(sql, "SELECT hex(value) FROM vault_meta WHERE name = 'vault-id'");
      ForeignRefusal.when(!id.equalsIgnoreCase(said.vault()), "another vault");
      ForeignRefusal.when(!counted(sql).equals(said.rows()), "other rows");
      String newest = one(sql, "SELECT max(number) FROM tombstone");
      long erasures = newest.isEmpty() ? 0 : Long.parseLong(newest);
      ForeignRefusal.when(erasures != said.erasures(), "other erasures");
      ForeignRefusal.when(!log(sql).equals(said.log()), "another log");
    }
  }

  private static Map<String, Long> counted(Statement sql) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    List<String> tables = new ArrayList<>();
    try (ResultSet names =
        sql.executeQuery(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    for (String table : tables) {
      rows.put(table, Long.valueOf(one(sql, "SELECT count(*) FROM " + table)));
    }
    return rows;
  }

  private static Log log(Statement sql) throws SQLException {
    String shard = one(sql, "SELECT shard FROM vault_state");
    List<byte[]> hashes = new ArrayList<>();
    try (ResultSet leaves =
        sql.executeQuery("SELECT leaf FROM log_entry WHERE shard = " + shard + " ORDER BY idx")) {
      while (leaves.next()) {
        hashes.add(ForeignHash.leaf(leaves.getBytes(1)));
      }
    }
    return new Log(
        one(sql, "SELECT origin FROM log_head WHERE shard = " + shard),
        hashes.size(),
        HexFormat.of().formatHex(ForeignHash.root(hashes)));
  }

  private static String one(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      String value = row.next() ? row.getString(1) : "";
      return value == null ? "" : value;
    }
  }

  /** An incident, as the text says that GENESIS names. */
  public record Incident(
      String id, String backup, String manifest, Instant taken, List<Log> lost) {}

  /** The incident that a text of GENESIS names, if any. */
  public static List<Incident> incident(byte[] genesis) throws ForeignRefusal {
    ForeignRefusal.when(genesis.length > MOST_TEXT, "too long");
    ForeignMembers facts = ForeignMembers.of(ForeignJson.read(genesis));
    if (!facts.has("incident")) {
      return List.of();
    }
    ForeignMembers incident = facts.object("incident");
    List<Log> lost = new ArrayList<>();
    if (incident.has("lost")) {
      incident.exactly("backup", "id", "kind", "lost", "manifest", "taken");
      lost.add(Log.read(incident.object("lost")));
    } else {
      incident.exactly("backup", "id", "kind", "manifest", "taken");
    }
    incident.text("kind", "restore");
    return List.of(
        new Incident(
            incident.text("id", "r[0-9a-f]{8}"),
            incident.text("backup", ID),
            HexFormat.of().formatHex(incident.hex("manifest", 32)),
            incident.time("taken"),
            lost));
  }
}
