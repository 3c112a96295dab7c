package org.patientvault.internal.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.VaultException;

/**
 * What the database's user must be allowed, asked before anything is read or written: a right that
 * is missed in the middle of a batch would fail everybody in it.
 *
 * <p>What only administration needs is not asked here; there the refusal comes before its first
 * change, and harms nobody else. Who grants them: docs/postgresql/roles.sql.
 */
final class PostgresRights {
  private static final List<String> LOOKED_AT =
      List.of(
          "vault_layout",
          "vault_meta",
          "vault_state",
          "slot",
          "keyset",
          "config",
          "request",
          "patient_key",
          "tombstone",
          "hold",
          "erasure",
          "patient_index",
          "record_index",
          "record_revision",
          "log_head",
          "log_entry",
          "log_detail",
          "log_subject",
          "log_checkpoint",
          "log_cosignature",
          "log_anchor",
          "log_payload",
          "node",
          "job");
  private static final List<String> ADDED_TO =
      List.of(
          "patient_key",
          "patient_index",
          "record_index",
          "record_revision",
          "log_entry",
          "log_detail",
          "log_subject",
          "log_checkpoint",
          "log_cosignature",
          "lease",
          "node");
  private static final Map<String, List<String>> CHANGED =
      Map.of(
          "log_head", List.of("size", "root", "frontier", "mac"),
          "lease", List.of("holder", "expires_ms"),
          "node", List.of("generation", "seen_ms", "key_out_ms", "key_until_ms"));
  private static final List<String> DELETED_FROM = List.of("log_checkpoint", "lease", "node");

  private PostgresRights() {}

  /** One right on a table, or on one of its columns where {@code column} is not empty. */
  private record Right(String privilege, String table, String column) {
    String row() {
      return "('" + privilege + "', '" + table + "', '" + column + "')";
    }
  }

  /**
   * @throws VaultException.Refused when a right is missing; the message names each
   */
  static void check(Sql sql, PostgresLocation location, Use use) {
    List<String> missing = missing(sql, use);
    if (!missing.isEmpty()) {
      throw new VaultException.Refused(
          "the database user may not "
              + String.join(", ", missing)
              + " in database "
              + location
              + "; nothing was read or written; grant it a role of docs/postgresql.md");
    }
  }

  private static List<String> missing(Sql sql, Use use) {
    String schema = "'" + PostgresDialect.SCHEMA + ".'";
    return sql.all(
        """
        SELECT DISTINCT privilege || ' ' || name FROM (VALUES %s) AS needed (privilege, name, field)
        WHERE NOT CASE field WHEN '' THEN has_table_privilege(%s || name, privilege)
          ELSE has_column_privilege(%s || name, field, privilege) END ORDER BY 1\
        """
            .formatted(
                needed(use).stream().map(Right::row).collect(Collectors.joining(", ")),
                schema,
                schema),
        row -> row.getString(1));
  }

  private static List<Right> needed(Use use) {
    List<Right> rights = new ArrayList<>();
    LOOKED_AT.forEach(table -> rights.add(new Right("SELECT", table, "")));
    if (use != Use.EXAMINING) {
      rights.add(new Right("SELECT", "lease", ""));
      ADDED_TO.forEach(table -> rights.add(new Right("INSERT", table, "")));
      CHANGED.forEach(
          (table, columns) ->
              columns.forEach(column -> rights.add(new Right("UPDATE", table, column))));
      DELETED_FROM.forEach(table -> rights.add(new Right("DELETE", table, "")));
    }
    rights.sort(Comparator.comparing(Right::row));
    return rights;
  }
}
