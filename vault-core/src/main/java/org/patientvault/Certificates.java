package org.patientvault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.jobs.EraseRegister;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Makes certificates of erasures out of the log, and keeps them in the register. */
final class Certificates {
  private static final int SCRUBS = 50;
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final Engine engine;

  Certificates(Engine engine) {
    this.engine = engine;
  }

  EraseRegister register() {
    Path folder = engine.options.erasureRegister();
    if (folder == null) {
      throw new VaultException.Refused(
          "name a folder outside the vault for the erasure register (--erasure-register): without"
              + " it a backup that is put back would bring the patient back; nothing was erased");
    }
    return new EraseRegister(folder, engine.id);
  }

  /** Deleted bytes leave the database's files; what reads meanwhile is waited for, for 5 s. */
  boolean scrub() {
    for (int tried = 0; tried < SCRUBS; tried++) {
      if (engine.store.scrub()) {
        return true;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return false;
  }

  EraseCertificate keep(TombstoneRow tombstone) {
    EraseCertificate certificate = engine.store.readAtLength(rows -> of(rows, tombstone));
    register().keep(tombstone.number(), certificate);
    return certificate;
  }

  int keepMissing() {
    List<TombstoneRow> missing = missing(register(), KeptCertificates::proves);
    if (!missing.isEmpty()) {
      scrub();
      engine.publishing.now();
    }
    missing.forEach(this::keep);
    return missing.size();
  }

  int missing() {
    return engine.options.erasureRegister() == null
        ? engine.store.read(rows -> rows.erasures().lastNumber())
        : missing(register(), KeptCertificates::has).size();
  }

  private List<TombstoneRow> missing(
      EraseRegister register, BiPredicate<KeptCertificates, TombstoneRow> keeps) {
    List<TombstoneRow> missing = new ArrayList<>();
    engine.store.readAtLength(
        rows -> {
          rows.erasures().streamTombstones(missing::add);
          KeptCertificates kept = new KeptCertificates(register, rows);
          missing.removeIf(each -> keeps.test(kept, each));
          return true;
        });
    return missing;
  }

  Optional<EraseCertificate> of(PatientRef patient) {
    return engine.store.readAtLength(
        rows -> rows.tombstone(patient).map(tombstone -> of(rows, tombstone)));
  }

  private EraseCertificate of(ReadView rows, TombstoneRow tombstone) {
    Shard log =
        LogChain.of(rows).stream()
            .filter(each -> each.number() == tombstone.logShard())
            .findFirst()
            .orElseThrow(Certificates::gone);
    LogProof proof =
        engine
            .books()
            .of(log)
            .proof(rows, tombstone.logIndex())
            .orElseThrow(
                () ->
                    new VaultException.StorageFailed(
                        "the log's signature does not reach the erasure yet; ask for the"
                            + " certificate again in a moment"));
    Bytes text =
        proof
            .leaf()
            .map(leaf -> Entry.parse(leaf.toArray()).payload())
            .flatMap(rows::payload)
            .map(PayloadRow::body)
            .orElseThrow(Certificates::gone);
    EraseCertificate certificate =
        new EraseCertificate(tombstone.patient(), tombstone.salt(), text, proof);
    certificate.verify(TrustPolicy.of(LogIdentity.of(engine, log)));
    return certificate;
  }

  private static VaultException.Tampered gone() {
    return new VaultException.Tampered(
        "the entry that tells of an erasure is gone; run patientvault audit verify --records");
  }
}
