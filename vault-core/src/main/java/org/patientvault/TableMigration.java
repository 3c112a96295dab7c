package org.patientvault;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.documents.TableMappingFile;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.source.SourceTable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Moves a plaintext table of another database into the vault, each row as a record of its patient,
 * as a reviewed mapping says; afterwards it holds the table against the vault, row by row.
 *
 * <p>Running it again, after a crash or later, moves what is missing, writes a revision where a row
 * changed, and leaves what is there; a record that was changed in the vault since its row was moved
 * is never written over. The table is only read, and stays where it is: docs/moving-in.md. Each
 * record is an entry of the log as if it had been written alone; one entry at the beginning and one
 * at the end say what was done, and all of them have one request id. Not for use by several
 * threads.
 */
public final class TableMigration {
  private final Access access;
  private final Engine engine;
  private final MigrationSource source;
  private final MigrationPlan plan;
  private final Bytes digest;

  private TableMigration(Access access, MigrationSource source, byte[] mapping) {
    this.access = access;
    this.engine = access.engine;
    this.source = source;
    this.plan = new MigrationPlan(TableMappingFile.parse(mapping));
    this.digest = Bytes.wrap(Sha256.digest().digest(mapping));
  }

  /**
   * A migration by {@code session}'s actor, who must be allowed to write every class that the
   * mapping names, and every class of the type where a row replaces what it was before.
   *
   * @param mapping a mapping file, in YAML: docs/moving-in.md
   * @throws VaultException.InvalidInput when the mapping is none; with line and reason
   */
  public static TableMigration of(Session session, MigrationSource source, byte[] mapping) {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(mapping, "mapping");
    return new TableMigration(session.access().underOneRequest(), source, mapping);
  }

  /**
   * Reads every row and says what would become of it; writes nothing, and only a refusal into the
   * log.
   *
   * @throws VaultException.InvalidInput when there is no such database, table or column, when a
   *     column is not mentioned, the key does not tell rows apart, or the schema in force does not
   *     agree
   * @throws VaultException.AccessDenied when a class may not be written
   * @throws VaultException.StorageFailed when the source cannot be read
   */
  public MigrationReport check(MigrationOptions options) {
    Objects.requireNonNull(options, "options");
    checkRules();
    try (SourceTable table = plan.open(source)) {
      plan.checkTable(table);
      return new MigrationCheck(plan, table, options.progress()).run(standing());
    }
  }

  /**
   * Moves the table in, unless a row is bad and {@code options} do not keep going: then nothing is
   * moved, and the report says what is wrong. Throws as {@link #check}, before anything is written.
   *
   * @throws VaultException.StorageFailed when source or vault cannot be used any more: what was
   *     moved stays, and running it again goes on
   */
  public MigrationReport run(MigrationOptions options) {
    Objects.requireNonNull(options, "options");
    checkRules();
    try (SourceTable table = plan.open(source)) {
      plan.checkTable(table);
      MigrationReport checked = new MigrationCheck(plan, table, options.progress()).run(null);
      return checked.skipped() > 0 && !options.keepGoing()
          ? checked
          : move(table, checked, options);
    }
  }

  private void checkRules() {
    Rules rules = engine.refreshRules();
    plan.checkSchema(rules);
    plan.checkPolicy(access, rules);
  }

  private MigrationReport move(
      SourceTable table, MigrationReport checked, MigrationOptions options) {
    engine.ledger.append(List.of(entry().with("state", "begins").with("rows", checked.rows())));
    StandingRecords standing = standing();
    MigrationMove move = new MigrationMove(plan, access, standing, options);
    move.run(table);
    long moved = move.rows() - move.tally().skipped;
    MigrationReport.Comparison comparison =
        new MigrationComparison(plan, engine, standing, options.progress()).run(table, moved);
    MigrationReport report =
        MigrationCheck.report(
            move.rows(),
            checked.patients(),
            move.tally(),
            checked.nulls(),
            Optional.of(comparison));
    engine.ledger.append(List.of(ended(report, comparison)));
    return report;
  }

  private StandingRecords standing() {
    return new StandingRecords(access, entry());
  }

  /** It asks the vault of every row whether it is there: that is a query, without a patient. */
  private EntryDraft entry() {
    return access
        .draft(EventCode.QUERY, engine.rules())
        .with("query", "migration")
        .with("table", String.join(".", plan.mapping().table()))
        .with("mapping", digest.hex());
  }

  private EntryDraft ended(MigrationReport report, MigrationReport.Comparison compared) {
    return entry()
        .outcome(report.complete() ? Outcome.SUCCESS : Outcome.MINOR_FAILURE)
        .with("state", report.complete() ? "complete" : "not complete")
        .with("rows", compared.rows())
        .with("created", report.created())
        .with("updated", report.updated())
        .with("unchanged", report.unchanged())
        .with("same", compared.same())
        .with("kept", compared.kept())
        .with("changed", compared.changed())
        .with("missing", compared.missing())
        .with("unreadable", compared.unreadable())
        .with("gone", compared.gone());
  }
}
