package org.patientvault;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.patientvault.access.AccessRequest;
import org.patientvault.access.Decision;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Incident;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.IncidentTurn;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The log that a vault goes on with after it was put back, in the one transaction that makes it
 * ready: GENESIS names the incident, RESTORE tells who did it, and each erasure is told again.
 */
final class RestoredLog {
  private final VaultId vault;
  private final VaultKeys keys;
  private final LogKeys logKeys;
  private final RestoreOptions options;
  private final Actor actor;

  RestoredLog(VaultId vault, VaultKeys keys, LogKeys logKeys, RestoreOptions options, Actor actor) {
    this.vault = vault;
    this.keys = keys;
    this.logKeys = logKeys;
    this.options = options;
    this.actor = actor;
  }

  RestoreReport begin(
      WriteView rows, BackupManifest manifest, ReplayedErasures erasures, Optional<LogFacts> lost) {
    Clock clock = options.vault().clock();
    IncidentTurn turn = new IncidentTurn(vault, keys, options.vault().node(), clock);
    LogHeadRow ended = turn.verified(rows);
    Rules rules = Rules.load(rows, rows.theState());
    demand(rules);
    BackupManifest.Contents backup = manifest.contents();
    Incident incident =
        new Incident(
            newIncident(), backup.id(), Sha256.of(manifest.text().toArray()), backup.at(), lost);
    int year = clock.instant().atZone(ZoneOffset.UTC).getYear();
    Shard next = new Shard(ended.shard(), ended.origin()).afterIncident(incident.id(), year);
    LogFacts follows = new LogFacts(ended.origin(), ended.size(), ended.root());
    rows.forgetProcesses();
    byte[] genesis =
        GenesisFacts.afterIncident(
            logKeys,
            rows,
            rows.theState(),
            follows,
            lastNote(rows, ended),
            held(rows, ended),
            incident);
    int[] erased = new int[1];
    int[] takenBack = new int[1];
    turn.write(
        rows,
        ended,
        next,
        genesis,
        transaction -> {
          tell(transaction, rules, manifest, incident);
          erased[0] =
              erasures.run(transaction, draft(EventCode.ERASE, rules).with("replayed", true));
          takenBack[0] = takeBack(transaction, draft(EventCode.REQUEST, rules));
          // What was asked for and is done or taken back now stood under the seal too.
          StateSeal seal = new StateSeal(vault, keys.stateMac());
          transaction.putState(seal.sealed(transaction.state(), transaction.rows()));
        });
    return new RestoreReport(
        backup, incident.id(), next.origin(), follows, lost, erased[0], takenBack[0]);
  }

  /**
   * Takes back the erasures that were asked for: whether they were cancelled or the patient put on
   * hold since the backup, nobody here knows, and an erasure is for good.
   */
  private static int takeBack(LedgerTransaction transaction, EntryDraft draft) {
    List<PendingErasureRow> asked = transaction.rows().erasures().pending();
    for (PendingErasureRow each : asked) {
      transaction.append(draft.about(each.patient()).with("action", "keep").with("restored", true));
      transaction.rows().erasing().deletePending(each.patient());
    }
    return asked.size();
  }

  private void demand(Rules rules) {
    Decision decision =
        rules.policy().decide(AccessRequest.administer(actor.role(), Purpose.HSYSADMIN));
    if (!(decision instanceof Decision.Allowed)) {
      throw new VaultException.AccessDenied(
          "the access policy in the backup does not let the role " + actor.role() + " administer");
    }
  }

  private static String newIncident() {
    byte[] id = new byte[4];
    new SecureRandom().nextBytes(id);
    return "r" + HexFormat.of().formatHex(id);
  }

  private static CheckpointRow lastNote(WriteView rows, LogHeadRow ended) {
    return rows.latestCheckpoint(ended.shard())
        .orElseThrow(() -> new VaultException.Tampered("the log in the backup was never signed"));
  }

  private Bytes held(WriteView rows, LogHeadRow ended) {
    RecordFetcher fetcher = new RecordFetcher(vault, keys.index(IndexName.RECORD));
    return HeldRows.of(rows, ended.shard(), fetcher).root();
  }

  private void tell(
      LedgerTransaction transaction, Rules rules, BackupManifest manifest, Incident incident) {
    EntryDraft draft =
        draft(EventCode.RESTORE, rules)
            .with("incident", incident.id())
            .with("backup", incident.backup())
            .with("reason", options.reason())
            .with("register", options.registerLost() ? "lost" : "replayed");
    new PublishedTextUnit(manifest.text(), draft).run(transaction);
  }

  private EntryDraft draft(EventCode event, Rules rules) {
    return EntryDraft.of(event)
        .by(actor, Purpose.HSYSADMIN)
        .request(requestId(), rules.policyVersion())
        .with("issuer", actor.issuer())
        .with("user", actor.userId());
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
