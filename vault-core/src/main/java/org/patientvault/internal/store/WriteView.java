package org.patientvault.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A vault's rows inside the one writing transaction. Used by one thread, inside {@link
 * Store#write}.
 */
public final class WriteView extends ReadView {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long CLOCK_SET_BACK_MILLIS = 2 * MINUTE_MILLIS;

  WriteView(Sql sql) {
    super(sql);
  }

  /**
   * Takes the log's head until the transaction ends: its writers take turns. {@code ahead} are
   * records whose newest revisions are likely to be asked for.
   *
   * @throws VaultException.Tampered when head or state is gone
   */
  public Turn begin(int shard, Collection<RecordPlace> ahead) {
    Ahead wanted = new Ahead(ahead);
    Turn turn =
        sql.dialect()
            .begin(sql, shard, wanted)
            .orElseThrow(
                () ->
                    new VaultException.Tampered(
                        "the vault's log head is gone; run patientvault audit verify"));
    fetched = wanted;
    return turn;
  }

  /**
   * Adds to the log and moves its head.
   *
   * @throws VaultException.StorageFailed when the database wrote less: somebody put a trigger or a
   *     rule in the way
   */
  public void append(LogHeadRow head, List<LogEntryRow> entries, List<LogDetailRow> details) {
    List<Integer> written = sql.dialect().append(sql, head, entries, details);
    if (!written.equals(List.of(entries.size(), details.size(), 1))) {
      throw swallowed();
    }
  }

  final void change(String statement, Object... arguments) {
    if (sql.update(statement, arguments) != 1) {
      throw swallowed();
    }
  }

  /** Fails all that shares the transaction: what was done before it has to be undone. */
  static VaultException swallowed() {
    return new VaultException.StorageFailed(
        "the database does not keep what is written; look for triggers and rules on its tables");
  }

  public void savepoint() {
    sql.execute("SAVEPOINT unit");
  }

  public void release() {
    sql.execute("RELEASE unit");
  }

  public void rollbackToSavepoint() {
    forgetAnswers();
    sql.execute("ROLLBACK TO unit");
    sql.execute("RELEASE unit");
  }

  public void putMeta(String name, Bytes value) {
    change(
        "INSERT INTO vault_meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value ="
            + " excluded.value",
        name,
        value);
  }

  public void putState(StateRow state) {
    change(
        """
        INSERT INTO vault_state (id, generation, shard, policy_version, schema_version, log_shard, log_idx, mac)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, shard = excluded.shard,
          policy_version = excluded.policy_version, schema_version = excluded.schema_version,
          log_shard = excluded.log_shard, log_idx = excluded.log_idx, mac = excluded.mac\
        """,
        state.generation(),
        state.shard(),
        state.policyVersion(),
        state.schemaVersion(),
        state.logShard(),
        state.logIndex(),
        state.mac());
  }

  public void insertSlot(SlotRow slot) {
    List<SlotRow> slots = new ArrayList<>(slots());
    slots.add(slot);
    answer(slots);
    change(
        "INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        slot.slotId(),
        slot.kind(),
        slot.uri(),
        slot.parameters(),
        slot.wrappedRoot(),
        slot.wrappedLog(),
        slot.state(),
        slot.generation());
  }

  public void deleteSlot(SlotRow slot) {
    answer(slots().stream().filter(each -> !each.slotId().equals(slot.slotId())).toList());
    change("DELETE FROM slot WHERE slot_id = ?", slot.slotId());
  }

  /** Puts a request in the place of the one with its id, or beside the others. */
  public void putRequest(RequestRow request) {
    List<RequestRow> requests = new ArrayList<>(without(request));
    boolean there = requests.size() < requests().size();
    requests.add(request);
    requests.sort(Comparator.comparing(RequestRow::id));
    if (there) {
      change("DELETE FROM request WHERE id = ?", request.id());
    }
    change(
        "INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, ?)",
        request.id(),
        request.state(),
        request.statement(),
        request.answer(),
        request.changedMillis(),
        request.logShard(),
        request.logIndex());
    answerRequests(requests);
  }

  public void deleteRequest(RequestRow request) {
    List<RequestRow> others = without(request);
    change("DELETE FROM request WHERE id = ?", request.id());
    answerRequests(others);
  }

  private List<RequestRow> without(RequestRow request) {
    return requests().stream().filter(each -> !each.id().equals(request.id())).toList();
  }

  public void insertKeyset(KeysetRow keyset) {
    forgetAnswers();
    change(
        "INSERT INTO keyset VALUES (?, ?, ?)",
        keyset.name(),
        keyset.generation(),
        keyset.wrapped());
  }

  /** Puts the next generation of a keyset in the place of the last one, whose keys go with it. */
  public void replaceKeyset(KeysetRow keyset) {
    forgetAnswers();
    change(
        "DELETE FROM keyset WHERE name = ? AND generation = ?",
        keyset.name(),
        keyset.generation() - 1);
    insertKeyset(keyset);
  }

  public void insertJob(JobRow job) {
    change(
        "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        job.id(),
        job.kind(),
        job.phase(),
        job.state(),
        job.rate(),
        job.position(),
        job.done(),
        job.total(),
        job.failed(),
        job.startedMillis(),
        job.changedMillis(),
        job.logShard(),
        job.logIndex());
  }

  /** Says how far a job came. */
  public void updateJob(JobRow job) {
    change(
        """
        UPDATE job SET phase = ?, state = ?, rate = ?, position = ?, done_rows = ?, total_rows = ?, failed_rows = ?, changed_ms = ?
        WHERE id = ?\
        """,
        job.phase(),
        job.state(),
        job.rate(),
        job.position(),
        job.done(),
        job.total(),
        job.failed(),
        job.changedMillis(),
        job.id());
  }

  public void insertConfig(ConfigRow config) {
    answer(config);
    change(
        "INSERT INTO config VALUES (?, ?, ?, ?, ?)",
        config.kind(),
        config.version(),
        config.body(),
        config.logShard(),
        config.logIndex());
  }

  /** False when the node's row is gone. */
  public boolean touchNode(NodeRow node) {
    return sql.update(
            "UPDATE node SET generation = ?, seen_ms = ?, key_out_ms = ?, key_until_ms = ?"
                + " WHERE name = ? AND boot = ?",
            node.generation(),
            node.seenMillis(),
            node.keyOutMillis(),
            node.keyUntilMillis(),
            node.name(),
            node.boot())
        == 1;
  }

  public void insertNode(NodeRow node) {
    change(
        """
        INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name, boot) DO UPDATE SET generation = excluded.generation, seen_ms = excluded.seen_ms\
        """,
        node.name(),
        node.boot(),
        node.generation(),
        node.startedMillis(),
        node.seenMillis(),
        node.keyOutMillis(),
        node.keyUntilMillis());
  }

  public void deleteNode(String name, int boot) {
    sql.update("DELETE FROM node WHERE name = ? AND boot = ?", name, boot);
  }

  /** Nobody has the vault open: it was just put back. */
  public void forgetProcesses() {
    sql.update("DELETE FROM node");
    sql.update("DELETE FROM lease");
  }

  public void deleteNodesNotSeenBetween(long fromMillis, long toMillis) {
    sql.update("DELETE FROM node WHERE seen_ms < ? OR seen_ms > ?", fromMillis, toMillis);
  }

  /** Puts rows under other keys. */
  public Renewals renewals() {
    return new Renewals(this);
  }

  /** Erases patients, and what is asked and forbidden about that. */
  public ErasureRows erasing() {
    return new ErasureRows(this);
  }

  public void insertPatientKey(KeyRow key) {
    fetched.drop(key.patient());
    change(
        "INSERT INTO patient_key VALUES (?, ?, ?, ?, ?, ?, ?)",
        key.patient(),
        key.version(),
        key.state(),
        key.wrapped(),
        key.commitment(),
        key.logShard(),
        key.logIndex());
  }

  public void insertPatientIndex(PatientIndexRow row) {
    change(
        "INSERT INTO patient_index VALUES (?, ?, ?, ?, ?)",
        row.tag(),
        row.prf(),
        row.sealed(),
        row.logShard(),
        row.logIndex());
  }

  public void insertRecordIndex(RecordIndexRow row) {
    change(
        "INSERT INTO record_index VALUES (?, ?, ?, ?)",
        row.patient(),
        row.tag(),
        row.prf(),
        row.sealed());
  }

  public void insertRevision(RevisionRow row) {
    fetched.drop(new RecordPlace(row.patient(), row.record()));
    change(
        "INSERT INTO record_revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.patient(),
        row.record(),
        row.revision(),
        row.keyVersion(),
        row.body(),
        row.logShard(),
        row.logIndex(),
        row.sealShard(),
        row.sealIndex());
  }

  public void insertLogHead(LogHeadRow head) {
    change(
        "INSERT INTO log_head VALUES (?, ?, ?, ?, ?, ?, ?)",
        head.shard(),
        head.origin(),
        head.size(),
        head.root(),
        head.frontier(),
        head.epoch(),
        head.mac());
  }

  /** Puts another tag on a head. */
  public void sealHead(LogHeadRow head) {
    change("UPDATE log_head SET mac = ? WHERE shard = ?", head.mac(), head.shard());
  }

  public void insertLogSubject(LogSubjectRow subject) {
    change(
        "INSERT INTO log_subject VALUES (?, ?, ?)",
        subject.shard(),
        subject.tag(),
        subject.sealed());
  }

  /**
   * Deletes these details, each of which must be there.
   *
   * @throws VaultException.StorageFailed when the database deleted fewer
   */
  public void deleteLogDetails(int shard, List<Long> indexes) {
    for (long index : indexes) {
      change("DELETE FROM log_detail WHERE shard = ? AND idx = ?", shard, index);
    }
  }

  /** Deletes the row of a subject: its pseudonym stands for nobody from then on. */
  public void deleteLogSubject(int shard, Bytes tag) {
    change("DELETE FROM log_subject WHERE shard = ? AND tag = ?", shard, tag);
  }

  /**
   * Keeps the new note, and drops the one before it if both fall into one minute, no witness signed
   * it, and no time stamp was asked for over it.
   */
  public void insertCheckpoint(CheckpointRow row) {
    sql.update(
        """
        DELETE FROM log_checkpoint WHERE shard = ? AND published_ms / ? = ?
        AND size = (SELECT max(size) FROM log_checkpoint WHERE shard = ?)
        AND NOT EXISTS (SELECT 1 FROM log_cosignature c
          WHERE c.shard = log_checkpoint.shard AND c.size = log_checkpoint.size)
        AND size NOT IN (SELECT size FROM log_anchor WHERE shard = ?)\
        """,
        row.shard(),
        MINUTE_MILLIS,
        row.publishedMillis() / MINUTE_MILLIS,
        row.shard(),
        row.shard());
    sql.update(
        "INSERT INTO log_checkpoint VALUES (?, ?, ?, ?, ?)",
        row.shard(),
        row.size(),
        row.publishedMillis(),
        row.note(),
        row.frontier());
  }

  /** Keeps a note that was dropped meanwhile; leaves the one of its size alone. */
  public void keepCheckpoint(CheckpointRow row) {
    sql.update(
        "INSERT INTO log_checkpoint VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        row.shard(),
        row.size(),
        row.publishedMillis(),
        row.note(),
        row.frontier());
  }

  public void insertCosignature(CosignatureRow row) {
    change(
        "INSERT INTO log_cosignature VALUES (?, ?, ?, ?, ?)",
        row.shard(),
        row.size(),
        row.place(),
        row.witness(),
        row.line());
  }

  public void insertAnchor(AnchorRow row) {
    change(
        "INSERT INTO log_anchor VALUES (?, ?, ?, ?, ?, ?, ?)",
        row.shard(),
        row.size(),
        row.number(),
        row.nonce(),
        row.askedMillis(),
        row.stampedMillis(),
        row.token());
  }

  /** Takes away a request; one that was answered stays. */
  public void deletePendingAnchor(AnchorRow row) {
    change(
        "DELETE FROM log_anchor WHERE shard = ? AND size = ? AND number = ? AND stamped_ms = 0",
        row.shard(),
        row.size(),
        row.number());
  }

  public void putPayload(PayloadRow payload) {
    sql.update(
        "INSERT INTO log_payload VALUES (?, ?) ON CONFLICT DO NOTHING",
        payload.sha256(),
        payload.body());
  }

  /**
   * Takes or renews a lease until {@code expiresMillis}; false while another holder's has not run
   * out. The clock is set back by minutes at most: a lease that runs for longer than that beyond
   * this one's end comes from a wrong clock or a stranger, and holds nobody up.
   */
  public boolean acquireLease(String name, String holder, long nowMillis, long expiresMillis) {
    return sql.update(
            """
            INSERT INTO lease VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_ms = excluded.expires_ms
            WHERE lease.holder = excluded.holder OR lease.expires_ms < ?
            OR lease.expires_ms > excluded.expires_ms + ?\
            """,
            name,
            holder,
            expiresMillis,
            nowMillis,
            CLOCK_SET_BACK_MILLIS)
        == 1;
  }

  /**
   * Whether nobody else took the lease since, be it that it ran out; and nobody can until the
   * transaction ends.
   */
  public boolean holdsLease(String name, String holder) {
    return sql.one(
            "SELECT 1 FROM lease WHERE name = ? AND holder = ?" + sql.dialect().forUpdate(),
            row -> row.getInt(1),
            name,
            holder)
        .isPresent();
  }

  public void releaseLease(String name, String holder) {
    sql.update("DELETE FROM lease WHERE name = ? AND holder = ?", name, holder);
  }
}
