package org.patientvault.internal.store;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The first layout, table by table. What each clear column tells a thief:
 * docs/formats/storage-schema.md.
 */
final class LayoutV1 {
  static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE vault_meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE vault_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            generation INTEGER NOT NULL, shard INTEGER NOT NULL, policy_version INTEGER NOT NULL, schema_version INTEGER NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL, mac BLOB NOT NULL)\
          """,
          """
          CREATE TABLE slot (
            slot_id BLOB PRIMARY KEY, kind TEXT NOT NULL, uri TEXT NOT NULL, parameters BLOB NOT NULL,
            wrapped_root BLOB NOT NULL, wrapped_log BLOB NOT NULL, state TEXT NOT NULL, generation INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE keyset (
            name TEXT NOT NULL, generation INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (name, generation)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE config (
            kind TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL, PRIMARY KEY (kind, version))\
          """,
          """
          CREATE TABLE request (
            id BLOB PRIMARY KEY, state TEXT NOT NULL, statement BLOB NOT NULL, answer BLOB NOT NULL, changed_ms INTEGER NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE patient_key (
            patient BLOB NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL, wrapped BLOB NOT NULL, commitment BLOB NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL, PRIMARY KEY (patient, version)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE tombstone (
            patient BLOB PRIMARY KEY, number INTEGER NOT NULL, salt BLOB NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE hold (
            patient BLOB PRIMARY KEY, log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE erasure (
            patient BLOB PRIMARY KEY, ground TEXT NOT NULL, asked_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE patient_index (
            tag BLOB PRIMARY KEY, prf INTEGER NOT NULL, sealed BLOB NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE record_index (
            patient BLOB NOT NULL, tag BLOB NOT NULL, prf INTEGER NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (patient, tag)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE record_revision (
            patient BLOB NOT NULL, record BLOB NOT NULL, revision INTEGER NOT NULL, key_version INTEGER NOT NULL, body BLOB NOT NULL,
            log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL, seal_shard INTEGER NOT NULL, seal_idx INTEGER NOT NULL,
            PRIMARY KEY (patient, record, revision))\
          """,
          """
          CREATE TABLE log_head (
            shard INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, frontier BLOB NOT NULL,
            epoch INTEGER NOT NULL, mac BLOB NOT NULL)\
          """,
          """
          CREATE TABLE log_entry (
            shard INTEGER NOT NULL, idx INTEGER NOT NULL, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL,
            PRIMARY KEY (shard, idx)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE log_detail (
            shard INTEGER NOT NULL, idx INTEGER NOT NULL, salt BLOB NOT NULL, sealed BLOB NOT NULL, retention INTEGER NOT NULL,
            PRIMARY KEY (shard, idx)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE log_subject (
            shard INTEGER NOT NULL, tag BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (shard, tag)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE log_checkpoint (
            shard INTEGER NOT NULL, size INTEGER NOT NULL, published_ms INTEGER NOT NULL, note BLOB NOT NULL, frontier BLOB NOT NULL,
            PRIMARY KEY (shard, size))\
          """,
          """
          CREATE TABLE log_cosignature (
            shard INTEGER NOT NULL, size INTEGER NOT NULL, place INTEGER NOT NULL, witness TEXT NOT NULL, line BLOB NOT NULL,
            PRIMARY KEY (shard, size, place))\
          """,
          """
          CREATE TABLE log_anchor (
            shard INTEGER NOT NULL, size INTEGER NOT NULL, number INTEGER NOT NULL, nonce BLOB NOT NULL, asked_ms INTEGER NOT NULL,
            stamped_ms INTEGER NOT NULL, token BLOB NOT NULL, PRIMARY KEY (shard, size, number))\
          """,
          """
          CREATE TABLE log_payload (sha256 BLOB PRIMARY KEY, body BLOB NOT NULL)\
          """,
          """
          CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, expires_ms INTEGER NOT NULL) WITHOUT ROWID\
          """,
          """
          CREATE TABLE node (
            name TEXT NOT NULL, boot INTEGER NOT NULL, generation INTEGER NOT NULL, started_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL,
            key_out_ms INTEGER NOT NULL, key_until_ms INTEGER NOT NULL,
            PRIMARY KEY (name, boot)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE job (
            id BLOB PRIMARY KEY, kind TEXT NOT NULL, phase TEXT NOT NULL, state TEXT NOT NULL, rate INTEGER NOT NULL,
            position BLOB NOT NULL, done_rows INTEGER NOT NULL, total_rows INTEGER NOT NULL, failed_rows INTEGER NOT NULL,
            started_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, log_shard INTEGER NOT NULL, log_idx INTEGER NOT NULL) WITHOUT ROWID\
          """);

  private static final Pattern NAME = Pattern.compile("CREATE TABLE (\\w+) \\(");
  private static final Pattern COLUMN = Pattern.compile("[(,]\\s*(\\w+) (?:TEXT|BLOB|INTEGER)\\b");

  private LayoutV1() {}

  /** The tables' names, in the order in which they are made. */
  static List<String> names() {
    return TABLES.stream().map(table -> found(NAME, table).get(0)).toList();
  }

  /** A table's columns, in their order. */
  static List<String> columns(String name) {
    return TABLES.stream()
        .filter(table -> found(NAME, table).contains(name))
        .flatMap(table -> found(COLUMN, table).stream())
        .toList();
  }

  private static List<String> found(Pattern wanted, String table) {
    return wanted.matcher(table).results().map(each -> each.group(1)).toList();
  }
}
