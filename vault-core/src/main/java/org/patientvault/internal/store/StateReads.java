package org.patientvault.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The rows a vault runs by, as one snapshot sees them: state, slots, keysets, policy, schema. */
abstract class StateReads extends LogReads {
  /**
   * What was answered once is not asked again: what was checked is what is used, and what is sealed
   * is what was decided.
   */
  private final Map<String, Object> answers = new HashMap<>();

  StateReads(Sql sql) {
    super(sql);
  }

  @SuppressWarnings("unchecked") // each name has one type
  private <T> T known(String name, Supplier<T> question) {
    Object known = answers.get(name);
    if (known == null) {
      known = question.get();
      answers.put(name, known);
    }
    return (T) known;
  }

  /** A row that this transaction writes is what it is from now on, whatever is made of it. */
  final void answer(ConfigRow written) {
    answers.put(written.kind() + " " + written.version(), Optional.of(written));
  }

  final void answer(List<SlotRow> written) {
    answers.put("slots", List.copyOf(written));
  }

  final void answerRequests(List<RequestRow> written) {
    answers.put("requests", List.copyOf(written));
  }

  /** What was written is undone. */
  final void forgetAnswers() {
    answers.clear();
  }

  public Optional<Bytes> meta(String name) {
    return sql.one("SELECT value FROM vault_meta WHERE name = ?", row -> Sql.bytes(row, 1), name);
  }

  static final String STATE =
      "SELECT generation, shard, policy_version, schema_version, log_shard, log_idx, mac FROM"
          + " vault_state WHERE id = 1";

  public Optional<StateRow> state() {
    return sql.one(STATE, StateReads::state);
  }

  static StateRow state(ResultSet row) throws SQLException {
    return new StateRow(
        Sql.small(row, 1),
        Sql.small(row, 2),
        Sql.small(row, 3),
        Sql.small(row, 4),
        Sql.small(row, 5),
        row.getLong(6),
        Sql.bytes(row, 7));
  }

  /** As {@link #state}; a vault without one is {@link VaultException.Tampered}. */
  public StateRow theState() {
    return state().orElseThrow(StateReads::noState);
  }

  static VaultException noState() {
    return new VaultException.Tampered("the vault's state row is gone");
  }

  public List<SlotRow> slots() {
    return known("slots", this::askSlots);
  }

  private List<SlotRow> askSlots() {
    return sql.all(
        """
        SELECT slot_id, kind, uri, parameters, wrapped_root, wrapped_log, state, generation FROM slot ORDER BY slot_id\
        """,
        row ->
            new SlotRow(
                Sql.bytes(row, 1),
                row.getString(2),
                row.getString(3),
                Sql.bytes(row, 4),
                Sql.bytes(row, 5),
                Sql.bytes(row, 6),
                row.getString(7),
                Sql.small(row, 8)));
  }

  /** What administrators asked for, in order of the ids. */
  public List<RequestRow> requests() {
    return known("requests", this::askRequests);
  }

  private List<RequestRow> askRequests() {
    return sql.all(
        """
        SELECT id, state, statement, answer, changed_ms, log_shard, log_idx FROM request ORDER BY id\
        """,
        row ->
            new RequestRow(
                Sql.bytes(row, 1),
                row.getString(2),
                Sql.bytes(row, 3),
                Sql.bytes(row, 4),
                row.getLong(5),
                Sql.small(row, 6),
                row.getLong(7)));
  }

  /** The processes that have the vault open, or had it when they were last seen. */
  public List<NodeRow> nodes() {
    return sql.all(
        "SELECT name, boot, generation, started_ms, seen_ms, key_out_ms, key_until_ms FROM node"
            + " ORDER BY name, started_ms, boot",
        row ->
            new NodeRow(
                row.getString(1),
                Sql.small(row, 2),
                Sql.small(row, 3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)));
  }

  /** Every job, the oldest first. */
  public List<JobRow> jobs() {
    return sql.all(
        """
        SELECT id, kind, phase, state, rate, position, done_rows, total_rows, failed_rows, started_ms, changed_ms, log_shard, log_idx
        FROM job ORDER BY started_ms, id\
        """,
        row ->
            new JobRow(
                Sql.bytes(row, 1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Sql.small(row, 5),
                Sql.bytes(row, 6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                Sql.small(row, 12),
                row.getLong(13)));
  }

  public List<KeysetRow> keysets() {
    return known("keysets", this::askKeysets);
  }

  private List<KeysetRow> askKeysets() {
    return sql.all(
        "SELECT name, generation, wrapped FROM keyset ORDER BY name, generation",
        row -> new KeysetRow(row.getString(1), Sql.small(row, 2), Sql.bytes(row, 3)));
  }

  public Optional<ConfigRow> config(String kind, int version) {
    return known(kind + " " + version, () -> askConfig(kind, version));
  }

  private Optional<ConfigRow> askConfig(String kind, int version) {
    return sql.one(
        "SELECT body, log_shard, log_idx FROM config WHERE kind = ? AND version = ?",
        row -> new ConfigRow(kind, version, Sql.bytes(row, 1), Sql.small(row, 2), row.getLong(3)),
        kind,
        version);
  }

  /** Every version of one kind, the oldest first. */
  public List<ConfigRow> configs(String kind) {
    return sql.all(
        "SELECT version, body, log_shard, log_idx FROM config WHERE kind = ? ORDER BY version",
        row ->
            new ConfigRow(
                kind, Sql.small(row, 1), Sql.bytes(row, 2), Sql.small(row, 3), row.getLong(4)),
        kind);
  }
}
