package org.patientvault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.jobs.EraseRegister;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.HoldRow;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * The erasure of patients: asked for, after a cooling-off period done, and proven by a certificate.
 *
 * <p>Erased are keys, records and index rows, at once and for good. Of backups that are older the
 * register of certificates keeps {@code restore} from bringing the patient back; their bytes are
 * gone when they are. What the log knows stays for as long as its own rule says: {@link
 * LogRetention}. What a file system or a server's write-ahead log still holds is not in the vault's
 * power (SECURITY.md). Safe for use by several threads.
 */
public final class Erasures {
  private static final int TRIES = 4;

  private final Engine engine;
  private final Function<EventCode, EntryDraft> drafts;
  private final Optional<String> request;
  private final Certificates certificates;

  Erasures(Engine engine, Function<EventCode, EntryDraft> drafts, Optional<String> request) {
    this.engine = engine;
    this.drafts = drafts;
    this.request = request;
    this.certificates = new Certificates(engine);
  }

  /** The rule in force. */
  public ErasureRule rule() {
    return engine.store.read(ErasureRule::inForce);
  }

  /**
   * Puts another rule in force; what was asked for already keeps its day.
   *
   * @throws VaultException.Refused when two administrators are enrolled and did not agree to it
   */
  public void setRule(ErasureRule rule) {
    EntryDraft draft = drafts.apply(EventCode.CONFIG);
    engine.ledger.commit(
        new LoggedTextUnit(
            ErasureRule.CONFIG,
            rule.text(),
            draft,
            (transaction, of) ->
                Approval.demand(
                    engine,
                    transaction,
                    RequestKind.ERASURE_RULE,
                    RequestParameters.text(rule.text()),
                    request,
                    of)));
    engine.refreshRules();
  }

  /**
   * Puts a legal hold on a patient: nothing of theirs is erased until it is released.
   *
   * @param reason sealed with the entry
   * @throws VaultException.NotFound when there is no such patient
   * @throws VaultException.Refused when there is a hold already
   */
  public void hold(PatientRef patient, String reason) {
    hold(patient, true, reason);
  }

  /**
   * Lifts a legal hold.
   *
   * @throws VaultException.Refused when there is none
   */
  public void release(PatientRef patient, String reason) {
    hold(patient, false, reason);
  }

  private void hold(PatientRef patient, boolean held, String reason) {
    EntryDraft draft = because(EventCode.HOLD, reason);
    engine.ledger.commit(new HoldUnit(engine, patient, held, draft));
    engine.refreshRules();
  }

  /** The patients that a legal hold is on. */
  public List<PatientRef> holds() {
    return engine.store.read(
        rows -> rows.erasures().holds().stream().map(HoldRow::patient).toList());
  }

  /**
   * Asks for an erasure, to be done once the cooling-off period is over; until then the patient is
   * treated as before.
   *
   * @param ground expiry: the time for which the record is to be kept is over
   * @param reason sealed with the entry
   * @throws VaultException.NotFound when there is no such patient
   * @throws VaultException.Erased when the patient is erased already
   * @throws VaultException.Refused for the reserved subject, a patient on legal hold, and one whose
   *     erasure was asked for already
   */
  public PendingErasure ask(PatientRef patient, ErasureGround ground, String reason) {
    EntryDraft draft = because(EventCode.REQUEST, reason);
    Instant now = engine.options.clock().instant();
    PendingErasure asked =
        engine.ledger.commit(new AskErasureUnit(engine, patient, ground, now, draft));
    engine.refreshRules();
    return asked;
  }

  /**
   * Takes back what was asked.
   *
   * @throws VaultException.NotFound when nothing was
   */
  public void cancel(PatientRef patient, String reason) {
    EntryDraft draft = because(EventCode.REQUEST, reason);
    engine.ledger.commit(new CancelErasureUnit(engine, patient, draft));
    engine.refreshRules();
  }

  /** What was asked for and not done yet, the soonest first. */
  public List<PendingErasure> pending() {
    return engine.store.read(
        rows -> rows.erasures().pending().stream().map(Erasures::pending).toList());
  }

  private static PendingErasure pending(PendingErasureRow row) {
    return new PendingErasure(
        row.patient(),
        ErasureGround.named(row.ground())
            .orElseThrow(() -> new VaultException.Tampered("an erasure of an unknown ground")),
        Instant.ofEpochMilli(row.askedMillis()),
        Instant.ofEpochMilli(row.dueMillis()));
  }

  /**
   * Erases a patient whose erasure was asked for and is due, and keeps the certificate in the
   * register. Killed in between, either nothing was erased, or all: then {@link #writeCertificates}
   * makes up for the certificate. Where somebody reads an older state for longer than 5 seconds,
   * bytes of what was erased stay in SQLite's write-ahead log meanwhile: {@link #scrub} tells.
   * Where two administrators are enrolled, it is done under the request that was approved.
   *
   * @return the certificate, as it is in the register
   * @throws VaultException.NotFound when nobody asked, or there is no such patient
   * @throws VaultException.Refused before the day, under a legal hold, where this process was given
   *     no register ({@link VaultOptions#withErasureRegister}), and when two administrators are
   *     enrolled and did not agree to it
   * @throws VaultException.Erased when the patient is erased already
   * @throws VaultException.StorageFailed when the register cannot be written; nothing was erased
   * @throws VaultException.AuditUnavailable when the log could not be written; nothing was erased
   */
  public EraseCertificate erase(PatientRef patient) {
    return erase(patient, request.or(() -> approved(patient)));
  }

  private Optional<String> approved(PatientRef patient) {
    return pending().stream()
        .filter(each -> each.patient().equals(patient))
        .findFirst()
        .flatMap(this::approved);
  }

  private EraseCertificate erase(PatientRef patient, Optional<String> under) {
    EntryDraft draft = drafts.apply(EventCode.ERASE).with("patient", patient.toString());
    EraseRegister register = certificates.register();
    register.requireWritable();
    TombstoneRow tombstone = commit(patient, under, draft);
    engine.patientKeys.forget(patient);
    engine.fetcher.forget();
    engine.refreshRules();
    certificates.scrub();
    engine.publishing.now();
    return certificates.keep(tombstone);
  }

  /** What was prepared may be old by the time that it is this one's turn. */
  private TombstoneRow commit(PatientRef patient, Optional<String> under, EntryDraft draft) {
    for (int tried = 1; ; tried++) {
      Instant now = engine.options.clock().instant();
      ErasurePreparation prepared =
          engine.store.readAtLength(rows -> ErasurePreparation.of(engine, rows, patient));
      try {
        return engine.ledger.commit(
            new ErasePatientUnit(
                engine, prepared, BackupRegister.thatMayHold(engine, now), now, under, draft));
      } catch (VaultException.Conflict e) {
        if (!e.isPassing() || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Takes what was erased out of the database's own files, as each erasure does: waits for readers
   * of an older state, 5 seconds at most. On a server that is its administrator's to do.
   *
   * @return false when a reader was in the way: bytes of what was erased are still in the
   *     write-ahead log; call it again
   */
  public boolean scrub() {
    return certificates.scrub();
  }

  /**
   * Erases every patient whose erasure is due and who is not on hold: for every night. Where two
   * administrators are enrolled, those alone whose erasure was approved, each under its request.
   *
   * @return a certificate of each
   */
  public List<EraseCertificate> eraseDue() {
    Instant now = engine.options.clock().instant();
    writeCertificates();
    List<EraseCertificate> done = new ArrayList<>();
    for (PendingErasure each : pending()) {
      boolean held = holds().contains(each.patient());
      Optional<String> under = approved(each);
      boolean agreed = under.isPresent() || !new Approvals(engine, drafts, request).isTwoPerson();
      if (each.isDue(now) && !held && agreed) {
        done.add(erase(each.patient(), under));
      }
    }
    return List.copyOf(done);
  }

  private Optional<String> approved(PendingErasure each) {
    return Approval.approved(
        engine,
        RequestKind.PATIENT_ERASE,
        RequestParameters.patient(each.patient(), each.ground()));
  }

  /**
   * Writes the certificates that the register lacks: of erasures after which a process was killed,
   * or of another register than this one; and those that are no longer what was written.
   *
   * @return how many
   * @throws VaultException.Refused where this process was given no register
   */
  public int writeCertificates() {
    return certificates.keepMissing();
  }

  /**
   * How many erasures have no whole certificate in the register; all of them where there is none.
   * Whether each proves its erasure, {@link #writeCertificates} looks.
   */
  public int missingCertificates() {
    return certificates.missing();
  }

  /** A patient's certificate, made again from the log; empty when they were not erased. */
  public Optional<EraseCertificate> certificate(PatientRef patient) {
    return certificates.of(patient);
  }

  /**
   * Where in this process's register a certificate of this vault's is kept.
   *
   * @throws VaultException.Refused where this process was given no register
   */
  public Path file(EraseCertificate certificate) {
    int number = Math.toIntExact(PatientErasure.parse(certificate.text().toArray()).number());
    return certificates.register().file(number, certificate.patient());
  }

  /** How many patients were erased. */
  public int erased() {
    return engine.store.read(rows -> rows.erasures().lastNumber());
  }

  /** The register of this process. */
  public Optional<Path> register() {
    return Optional.ofNullable(engine.options.erasureRegister());
  }

  private EntryDraft because(EventCode event, String reason) {
    return drafts.apply(event).with("reason", Objects.requireNonNull(reason, "reason"));
  }
}
