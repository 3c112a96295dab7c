package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.PreviousLog;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.jobs.EraseRegister;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Holds a drill's copy against the vault that it is of, and against the register of erasures. */
final class DrillChecks {
  private final Engine live;
  private final DrillCopy copy;

  DrillChecks(Engine live, DrillCopy copy) {
    this.live = live;
    this.copy = copy;
  }

  /** The backup, by the public keys that the live vault names. */
  void backup(DrillOptions options) {
    String origin = copy.manifest().origin();
    TrustPolicy trust =
        options
            .trust()
            .orElseGet(
                () ->
                    liveLog(origin)
                        .map(log -> TrustPolicy.of(LogIdentity.of(live, log)))
                        .orElseThrow(
                            () ->
                                new VaultException.Tampered(
                                    "the backup's manifest is of a log that this vault does not"
                                        + " have")));
    Vault.verifyBackup(copy.backup(), Optional.of(trust));
  }

  private Optional<Shard> liveLog(String origin) {
    return live.store.read(LogChain::of).stream()
        .filter(log -> log.origin().equals(origin))
        .findFirst();
  }

  /** The live log has the entries that the copy's log follows, and those alone come before it. */
  void follows() {
    LogFacts follows = copy.restored().follows();
    Optional<PreviousLog> named;
    try (Store rows = BackupCheck.examined(Path.of(copy.location()))) {
      named = rows.read(each -> LogChain.previous(each, each.theState().shard()));
    }
    boolean isNamed =
        named
            .filter(log -> log.origin().equals(follows.origin()))
            .filter(log -> log.size() == follows.size() && log.root().equals(follows.root()))
            .isPresent();
    boolean isLive =
        liveLog(follows.origin())
            .map(log -> live.store.readAtLength(rows -> hashed(rows, log, follows)))
            .orElse(false);
    if (!isNamed || !isLive) {
      throw new VaultException.Tampered("the copy's log does not follow the log of this vault");
    }
  }

  private static boolean hashed(ReadView rows, Shard log, LogFacts follows) {
    MerkleFrontier tree = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        log.number(),
        0,
        follows.size(),
        entry -> tree.append(hash.leaf(entry.leaf().unsafeArray())));
    return tree.size() == follows.size() && tree.root().equals(follows.root());
  }

  /** Verifies every log of the copy as an auditor would; gives how many. */
  int logs() {
    List<Shard> logs;
    try (Store rows = BackupCheck.examined(Path.of(copy.location()))) {
      logs = rows.read(LogChain::of);
    }
    for (Shard log : logs) {
      Path bundle = copy.place().path("bundle-" + log.number());
      Vault.exportLog(copy.location(), bundle, VaultOptions.defaults(), log.origin());
      Report report = BundleVerifier.verify(bundle, TrustPolicy.of(keys(log)), Optional.empty());
      // Nobody asks more of the copy's logs than that they are the ones that were signed.
      if (report.exitCode().worse(ExitCode.POLICY_NOT_MET) != ExitCode.POLICY_NOT_MET) {
        throw new VaultException.Tampered(
            "the copy's log " + log.origin() + " does not verify: " + report.lines().get(0));
      }
    }
    return logs.size();
  }

  /**
   * The live vault's for this log; for the one that began with the copy, those of the one before.
   */
  private LogVerifierKeys keys(Shard log) {
    return liveLog(log.origin())
        .map(known -> LogIdentity.of(live, known))
        .orElseGet(
            () ->
                liveLog(copy.restored().follows().origin())
                    .flatMap(
                        before -> live.store.read(rows -> LogIdentity.named(rows, before.number())))
                    .orElseThrow(
                        () ->
                            new VaultException.Tampered(
                                "the copy has a log that this vault does not have"))
                    .named(log.origin()));
  }

  /** Nobody whom the register or the live vault says to be erased is there; gives how many. */
  int erased() {
    List<PatientRef> registered = registered();
    int known = live.store.read(rows -> rows.erasures().lastNumber());
    if (registered.size() < known) {
      throw new VaultException.Refused(
          "the vault erased "
              + known
              + " patients, and the register of erasures has "
              + registered.size()
              + "; name the register (--erasure-register), or complete it (patientvault patient"
              + " erase run)");
    }
    long there =
        copy.engine()
            .store
            .read(rows -> registered.stream().filter(each -> !isErased(rows, each)).count());
    if (there > 0) {
      throw new VaultException.Tampered(there + " patients who were erased are there again");
    }
    return registered.size();
  }

  private List<PatientRef> registered() {
    return Optional.ofNullable(live.options.erasureRegister())
        .map(folder -> new EraseRegister(folder, live.id).certificates().values().stream())
        .map(all -> all.map(EraseCertificate::patient).toList())
        .orElse(List.of());
  }

  private static boolean isErased(ReadView rows, PatientRef patient) {
    return rows.tombstone(patient).isPresent() && rows.patientKeys(patient).isEmpty();
  }
}
