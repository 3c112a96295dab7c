package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.audit.fhir.EntrySelection;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * An auditor at work on the log of an open vault. Reading the log is itself logged; no record is
 * opened.
 *
 * <p>What needs no key, above all verifying, is in {@link org.patientvault.audit}. Safe for use by
 * several threads.
 */
public final class AuditTrail {
  private static final int AT_ONCE = 100_000;

  /** What a detail can say of a number. */
  private static final long MAX_INDEX = (1L << 53) - 1;

  private final Access access;
  private final Engine engine;

  /** The log that is read, where it is not the newest one. */
  private final Optional<Shard> other;

  AuditTrail(Access access) {
    this(access, Optional.empty());
  }

  private AuditTrail(Access access, Optional<Shard> other) {
    this.access = access;
    this.engine = access.engine;
    this.other = other;
  }

  /**
   * The same of another log of this vault, such as one that was closed. What is read there is an
   * entry of the newest log.
   *
   * @param name an origin, or how it ends: {@code 2026}, or {@code 2026-2}
   * @throws org.patientvault.model.VaultException.NotFound when no log is called so
   */
  public AuditTrail ofLog(String name) {
    return new AuditTrail(
        access, Optional.of(engine.store.read(rows -> VaultOpening.shard(rows, name))));
  }

  /** The logs of this vault by their origins, the oldest first; asking is not logged. */
  public List<String> logs() {
    return engine.store.read(LogChain::of).stream().map(Shard::origin).toList();
  }

  /** The books of the log that is read: ask once for what has to fit together. */
  LogBooks books() {
    return other.map(engine.books()::of).orElseGet(engine::books);
  }

  /** How many entries the log has; asking is not logged. */
  public long size() {
    int shard = books().shard().number();
    return engine.store.read(rows -> rows.logHead(shard).orElseThrow().size());
  }

  /**
   * Entries from index {@code from} (0 to 2^53 - 1) on, at most {@code limit} (100,000), with their
   * details in real names. The entry that says so is appended first and is the newest.
   *
   * @throws IllegalArgumentException when {@code from} or {@code limit} is out of range
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit
   */
  public List<AuditLine> entries(long from, int limit) {
    if (from < 0 || from > MAX_INDEX || limit < 1 || limit > AT_ONCE) {
      throw new IllegalArgumentException(
          "entries are read from 0 to " + MAX_INDEX + " on, 1 to " + AT_ONCE + " at once");
    }
    logRead(Map.of("from", from, "limit", (long) limit));
    LogBooks books = books();
    return engine.store.read(rows -> lines(rows, books, from, limit));
  }

  private static List<AuditLine> lines(ReadView rows, LogBooks books, long from, int limit) {
    Map<Bytes, LogSubject> subjects = books.subjects(rows);
    List<AuditLine> lines = new ArrayList<>();
    rows.streamEntries(
        books.shard().number(),
        from,
        from + limit,
        row -> lines.add(line(rows, books, row, subjects)));
    return lines;
  }

  private static AuditLine line(
      ReadView rows, LogBooks books, LogEntryRow row, Map<Bytes, LogSubject> subjects) {
    Entry entry = Entry.parse(row.leaf().toArray());
    return new AuditLine(
        row.index(),
        entry,
        books
            .detail(rows, row.index(), entry, subjects)
            .map(detail -> new String(detail, StandardCharsets.UTF_8)));
  }

  /**
   * Streams entries with their details in real names, as they stood when this was called, for
   * another form of the log; gives how many there were. The entry that says so is appended first
   * and is the newest of them; of a patient, it is about the patient. Holds some hundred entries in
   * memory, however many there are, and the pseudonyms of all whom the log knows.
   *
   * @param patient whose entries alone are wanted
   * @param sink is given entries in the order of the log, while nothing is locked
   * @throws IllegalArgumentException when {@code which} begins beyond 2^53 - 1
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit
   * @throws org.patientvault.model.VaultException.Tampered when an entry is missing, or one or its
   *     detail is not what was written; what was streamed before is good
   */
  public long stream(
      EntrySelection which, Optional<PatientRef> patient, Consumer<ReportEntry> sink) {
    if (which.from() > MAX_INDEX) {
      throw new IllegalArgumentException("entries are read from 0 to " + MAX_INDEX + " on");
    }
    Map<String, Object> what = new TreeMap<>();
    what.put("from", which.from());
    if (which.to() <= MAX_INDEX) {
      what.put("to", which.to());
    }
    which.since().ifPresent(time -> what.put("since", time.toString()));
    which.until().ifPresent(time -> what.put("until", time.toString()));
    logRead(what, patient);
    return EntryPages.stream(engine.store, books(), which, patient, sink);
  }

  /** The origin that names this log in its checkpoints. */
  public String origin() {
    return books().shard().origin();
  }

  /**
   * The answer to an auditor's question, in real names. The entry that says what was asked is
   * appended first. Reads the whole log, one entry after the other, and holds it against the head
   * that the vault sealed.
   *
   * @throws org.patientvault.model.VaultException.InvalidInput when the patient asked for is
   *     neither a reference nor a pseudonym
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit
   * @throws org.patientvault.model.VaultException.Tampered when the log is not the one that was
   *     written: there is no report then; export it with {@link Vault#exportLog(String, Path)}
   */
  public AuditReport report(ReportRequest request) {
    return new LogReports(engine, this).make(Objects.requireNonNull(request, "request"));
  }

  /** What this auditor draws to look at, and what he found. */
  public Reviews reviews() {
    return new Reviews(access);
  }

  /**
   * Signs the log and writes it into {@code directory}, new or empty, in the C2SP tlog-tiles
   * layout. It holds pseudonyms and commitments, no name, and can be verified anywhere.
   *
   * @throws org.patientvault.model.VaultException.Refused when the directory is not empty
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit
   */
  public void export(Path directory) {
    logRead(Map.of("export", true));
    write(directory);
  }

  /** As {@link #export}, once the reading is in the log. */
  void write(Path directory) {
    int shard = books().shard().number();
    if (shard != engine.shard().number()) {
      write(shard, directory, 0, Optional.empty());
      return;
    }
    engine.ledger.seal();
    engine.publishing.now();
    write(shard, directory, engine.witnessing().ask(), Optional.empty());
  }

  /**
   * As {@link #export}, with the details of all entries, names among them, sealed to one auditor.
   * Compare the fingerprint of {@code to} with him before: whoever has its private half reads who
   * looked at whom.
   *
   * @throws org.patientvault.model.VaultException.Conflict while details are being erased
   * @throws org.patientvault.model.VaultException.Refused for a closed log: by whose right a detail
   *     of it was erased says a later log, which an auditor would have to have too
   */
  public void exportWithDetails(Path directory, DetailsRecipient to) {
    logRead(Map.of("export", true, "detailsTo", to.fingerprint().hex()));
    for (int tried = 1; ; tried++) {
      LogBooks books = newestBooks();
      engine.ledger.seal();
      engine.publishing.now();
      try {
        Optional<DetailsExport> details = Optional.of(new DetailsExport(books, to));
        write(books.shard().number(), directory, engine.witnessing().ask(), details);
        return;
      } catch (VaultException.Conflict e) {
        if (tried == Engine.TRIES) {
          throw e;
        }
      }
    }
  }

  private LogBooks newestBooks() {
    LogBooks books = books();
    if (books.shard().number() != engine.shard().number()) {
      throw new VaultException.Refused(
          "details are exported with the newest log alone: what was erased of a closed one, later"
              + " logs say; patientvault audit log --shard shows its details here");
    }
    return books;
  }

  private void write(int shard, Path directory, long size, Optional<DetailsExport> details) {
    LogExport.write(engine.store, shard, directory, size, details);
  }

  /**
   * As {@link #export}, up to the newest head that enough witnesses cosigned, and asks none.
   *
   * @throws org.patientvault.model.VaultException.NotFound when there is no such head
   */
  public void exportCosigned(Path directory) {
    logRead(Map.of("export", true));
    Shard shard = books().shard();
    long size = engine.witnessing().status(shard).quorumSize();
    if (size == 0) {
      throw new VaultException.NotFound("no head of this log was cosigned by enough witnesses");
    }
    write(shard.number(), directory, size, Optional.empty());
  }

  /**
   * Signs the log and has every witness with an address cosign its newest head, now.
   *
   * @return how far they have come then
   * @throws org.patientvault.model.VaultException.Tampered when one saw a larger log or another
   */
  public WitnessStatus askWitnesses() {
    logRead(Map.of("witnesses", "ask"));
    engine.publishing.now();
    engine.witnessing().ask();
    engine
        .publishing
        .trouble()
        .filter(VaultException.Tampered.class::isInstance)
        .ifPresent(
            alarm -> {
              throw alarm;
            });
    return engine.witnessing().status();
  }

  /**
   * Signs the log, and gives the request that is to be carried to one witness, for its answer to be
   * given to {@link #addCosignatures} with this very request.
   *
   * @param witness as the policy names it
   * @param oldSize the size that the witness said it knows; empty for what is known here
   * @throws org.patientvault.model.VaultException.NotFound when no witness is called so
   * @throws org.patientvault.model.VaultException.Refused when the log is smaller than that
   */
  public byte[] witnessRequest(String witness, OptionalLong oldSize) {
    logRead(Map.of("witnesses", "request"));
    engine.publishing.now();
    return new WitnessMail(engine).request(witness, oldSize);
  }

  /**
   * Keeps what a witness answered to a request, and gives the size that it cosigned.
   *
   * @throws org.patientvault.model.VaultException.InvalidInput when the request is not one of this
   *     log, or the answer is not of signature lines
   * @throws org.patientvault.model.VaultException.Tampered when a trusted key did not make its line
   * @throws org.patientvault.model.VaultException.KeyUnavailable when no trusted key signed
   */
  public long addCosignatures(byte[] request, byte[] answer) {
    logRead(Map.of("witnesses", "add"));
    return new WitnessMail(engine).add(request, answer);
  }

  /**
   * The public keys of this log as a C2SP tlog-policy that requires both signatures, and the quorum
   * of the witnesses that were named. Compare the fingerprints with those you were given by hand: a
   * vault that shows its own keys proves nothing.
   */
  public String trustPolicy() {
    engine.refreshRules();
    Shard log = books().shard();
    return new String(engine.witnessing().policy(log).text(), StandardCharsets.UTF_8);
  }

  private void logRead(Map<String, Object> what) {
    logRead(what, Optional.empty());
  }

  private void logRead(Map<String, Object> what, Optional<PatientRef> patient) {
    logRead(
        draft ->
            patient
                .map(whom -> draft.about(whom).with("patient", whom.toString()))
                .orElse(draft)
                .with(what));
  }

  /** Says what is read, and lets it pass if the policy does. */
  void logRead(UnaryOperator<EntryDraft> telling) {
    Rules rules = engine.refreshRules();
    EntryDraft draft = telling.apply(access.draft(EventCode.LOG_READ, rules));
    draft = other.isEmpty() ? draft : draft.with("log", other.get().name());
    access.demand(draft, rules, AccessRequest.audit(access.actor.role(), access.purpose));
    engine.ledger.append(List.of(draft));
  }
}
