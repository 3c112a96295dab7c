package org.patientvault.internal.store;

import java.util.List;
import java.util.function.Function;
import org.patientvault.model.Bytes;

/**
 * Puts rows in the place of others that mean the same, under other keys; many at once. Inside
 * {@link Store#write}, for one thread.
 */
public final class Renewals {
  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  private final WriteView rows;

  Renewals(WriteView rows) {
    this.rows = rows;
  }

  /** A row and what stands in its place. */
  public record Renewed<T>(T before, T after) {}

  /** Gives how many were still as they were read; the others are left alone. */
  public int patientKeys(List<Renewed<KeyRow>> keys) {
    return each(
        "UPDATE patient_key SET wrapped = ? WHERE patient = ? AND version = ? AND wrapped = ?",
        keys,
        key ->
            new Object[] {
              key.after().wrapped(),
              key.before().patient(),
              key.before().version(),
              key.before().wrapped()
            });
  }

  /** As {@link #patientKeys}. */
  public int patientIndex(List<Renewed<PatientIndexRow>> index) {
    return each(
        "UPDATE patient_index SET tag = ?, prf = ?, sealed = ? WHERE tag = ? AND sealed = ?",
        index,
        row ->
            new Object[] {
              row.after().tag(),
              row.after().prf(),
              row.after().sealed(),
              row.before().tag(),
              row.before().sealed()
            });
  }

  /** As {@link #patientKeys}. */
  public int recordIndex(List<Renewed<RecordIndexRow>> index) {
    return each(
        """
        UPDATE record_index SET tag = ?, prf = ?, sealed = ? WHERE patient = ? AND tag = ? AND sealed = ?\
        """,
        index,
        row ->
            new Object[] {
              row.after().tag(),
              row.after().prf(),
              row.after().sealed(),
              row.before().patient(),
              row.before().tag(),
              row.before().sealed()
            });
  }

  /** As {@link #patientKeys}: the same subjects, wrapped again. */
  public int logSubjects(List<Renewed<LogSubjectRow>> subjects) {
    return each(
        "UPDATE log_subject SET sealed = ? WHERE shard = ? AND tag = ? AND sealed = ?",
        subjects,
        row ->
            new Object[] {
              row.after().sealed(), row.before().shard(), row.before().tag(), row.before().sealed()
            });
  }

  /** Puts revisions in the place of others that are there; the caller made sure of that. */
  public void revisions(List<Renewed<RevisionRow>> revisions) {
    revisions.forEach(
        row -> rows.fetched.drop(new RecordPlace(row.before().patient(), row.before().record())));
    int changed =
        each(
            """
            UPDATE record_revision SET key_version = ?, body = ?, seal_shard = ?, seal_idx = ?
            WHERE patient = ? AND record = ? AND revision = ? AND seal_shard = ? AND seal_idx = ?\
            """,
            revisions,
            row ->
                new Object[] {
                  row.after().keyVersion(),
                  row.after().body(),
                  row.after().sealShard(),
                  row.after().sealIndex(),
                  row.before().patient(),
                  row.before().record(),
                  row.before().revision(),
                  row.before().sealShard(),
                  row.before().sealIndex()
                });
    if (changed != revisions.size()) {
      throw WriteView.swallowed();
    }
  }

  /**
   * Gives patients the next version of their key; the one before only opens from now on. Gives how
   * many still had that one as their newest: the caller undoes it if one had not.
   *
   * @param before the state of the one before
   */
  public int successors(List<KeyRow> keys, int before) {
    keys.forEach(key -> rows.fetched.drop(key.patient()));
    int had =
        each(
            "UPDATE patient_key SET state = ? WHERE patient = ? AND version = ?",
            keys,
            key -> new Object[] {before, key.patient(), key.version() - 1});
    // Not VALUES: PostgreSQL's driver would put rows together and not count them.
    int added =
        each(
            "INSERT INTO patient_key SELECT ?, ?, ?, ?, ?, ?, ? WHERE true ON CONFLICT DO NOTHING",
            keys,
            key ->
                new Object[] {
                  key.patient(),
                  key.version(),
                  key.state(),
                  key.wrapped(),
                  key.commitment(),
                  key.logShard(),
                  key.logIndex()
                });
    return Math.min(had, added);
  }

  /**
   * Puts the rows of destroyed keys in the place of those keys' rows: nothing but the wrapped key
   * goes, and it is of no bytes then. Gives how many were still as they were read.
   *
   * @param destroyed the state that says so
   */
  public int withoutKeys(List<KeyRow> keys, int destroyed) {
    keys.forEach(key -> rows.fetched.drop(key.patient()));
    return each(
        """
        UPDATE patient_key SET state = ?, wrapped = ? WHERE patient = ? AND version = ? AND wrapped = ?\
        """,
        keys,
        key -> new Object[] {destroyed, NOTHING, key.patient(), key.version(), key.wrapped()});
  }

  private <T> int each(String statement, List<T> changes, Function<T, Object[]> arguments) {
    return rows.sql.batch(statement, changes.stream().map(arguments).toList());
  }
}
