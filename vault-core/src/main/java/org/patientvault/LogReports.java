package org.patientvault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.BundleReports;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportBasis;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.audit.report.ReportMaker;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.audit.report.StaffShown;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/** Answers auditors' questions from the log of an open vault. For one thread. */
final class LogReports {
  /** As much as an entry about very many records may say. */
  static final int MAX_DETAIL_BYTES = 64 << 20;

  private final AuditTrail trail;
  private final Engine engine;

  LogReports(Engine engine, AuditTrail trail) {
    this.trail = trail;
    this.engine = engine;
  }

  AuditReport make(ReportRequest request) {
    Optional<PatientRef> patient = request.patient().flatMap(LogReports::reference);
    trail.logRead(draft -> told(draft, request, patient));
    return request.question().asksTheExportedLog()
        ? fromExport(request)
        : fromRows(request, trail.books());
  }

  /** The vault's reference; empty for a pseudonym. */
  private static Optional<PatientRef> reference(String asked) {
    if (asked.matches("[0-9a-f]{32}")) {
      return Optional.of(PatientRef.parse(asked));
    }
    if (BundleReports.pseudonym(asked).isEmpty()) {
      throw new VaultException.InvalidInput(
          "a patient is named by the vault's reference, 32 hex digits, or by the log's pseudonym,"
              + " 22 characters; patientvault patient list prints references");
    }
    return Optional.empty();
  }

  /** What was asked; about the patient, if the log knows him. */
  private EntryDraft told(EntryDraft draft, ReportRequest request, Optional<PatientRef> patient) {
    LogBooks books = trail.books();
    Map<String, Object> what = new HashMap<>();
    what.put("report", request.question().command());
    request.span().from().ifPresent(from -> what.put("from", from.toString()));
    request.span().to().ifPresent(to -> what.put("to", to.toString()));
    request.patient().ifPresent(asked -> what.put("patient", asked));
    request.user().ifPresent(asked -> what.put("whom", asked));
    request.node().ifPresent(asked -> what.put("node", asked));
    if (request.question() == Question.PATIENT) {
      what.put("staff", name(request.staff()));
    }
    EntryDraft telling = draft.with(what);
    return patient
        .filter(known -> engine.store.read(rows -> books.pseudonym(rows, known)).isPresent())
        .map(telling::about)
        .orElse(telling);
  }

  private static String name(StaffShown staff) {
    return staff.name().toLowerCase(Locale.ROOT);
  }

  private AuditReport fromRows(ReportRequest request, LogBooks books) {
    return engine.store.readAtLength(
        rows -> {
          ReportMaker maker = Question.maker(request, basis(rows, books, request));
          stream(rows, books, maker::wantsDetail, maker);
          return maker.make();
        });
  }

  private static void stream(
      ReadView rows, LogBooks books, Predicate<Entry> wanted, ReportMaker maker) {
    books.stream(
        rows,
        wanted,
        (index, entry, detail) ->
            maker.take(
                new ReportEntry(index, entry, detail.map(LogReports::members), text(rows, entry))));
  }

  /** Held against the digest that the entry names, which is signed. */
  private static Optional<Bytes> text(ReadView rows, Entry entry) {
    return ReportEntry.textOf(entry)
        .map(
            digest ->
                rows.payload(digest)
                    .map(PayloadRow::body)
                    .filter(body -> Founding.payload(body).sha256().equals(digest))
                    .orElseThrow(
                        () ->
                            new VaultException.Tampered(
                                "the text that an erasure's entry names is not there; run"
                                    + " patientvault audit verify --records")));
  }

  private ReportBasis basis(ReadView rows, LogBooks books, ReportRequest request) {
    return new ReportBasis(
        ReportBasis.Source.VAULT,
        request.patient().map(asked -> patients(rows, books, asked)).orElse(Set.of()),
        request.user().map(asked -> users(rows, books, asked)).orElse(Set.of()),
        books.pseudonym(rows, engine.reserved),
        policy().keys(),
        Optional.empty());
  }

  private static Set<Bytes> patients(ReadView rows, LogBooks books, String asked) {
    Optional<Bytes> pseudonym =
        reference(asked)
            .map(patient -> books.pseudonym(rows, patient))
            .orElseGet(() -> BundleReports.pseudonym(asked));
    return pseudonym.map(Set::of).orElse(Set.of());
  }

  /** Everybody whose entries name this user id, in whatever directory; or this pseudonym. */
  private static Set<Bytes> users(ReadView rows, LogBooks books, String asked) {
    Set<Bytes> found = new HashSet<>();
    BundleReports.pseudonym(asked).ifPresent(found::add);
    JsonValue name = JsonValue.of(asked);
    books.stream(
        rows,
        entry -> entry.actor() != null && !found.contains(entry.actor()),
        (index, entry, detail) -> {
          if (entry.actor() != null
              && detail
                  .map(each -> members(each).members().get("user"))
                  .filter(name::equals)
                  .isPresent()) {
            found.add(entry.actor());
          }
        });
    return found;
  }

  static JsonValue.Members members(byte[] detail) {
    return (JsonValue.Members) CanonicalJson.parse(detail, MAX_DETAIL_BYTES);
  }

  private TrustPolicy policy() {
    return TrustPolicy.parse(trail.trustPolicy().getBytes(StandardCharsets.UTF_8));
  }

  private AuditReport fromExport(ReportRequest request) {
    Path scratch = scratch();
    try {
      Path bundle = scratch.resolve("bundle");
      trail.write(bundle);
      BundleReports.Made made = BundleReports.ofVault(bundle, policy(), request);
      return made.report()
          .orElseThrow(() -> new VaultException.Tampered(made.verdict().lines().get(0)));
    } finally {
      delete(scratch);
    }
  }

  /** The owner's alone; what is put there holds no name. */
  private static Path scratch() {
    try {
      return Files.createTempDirectory("patientvault-report");
    } catch (IOException e) {
      throw new VaultException.StorageFailed("there is no room for temporary files", e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "temporary files could not be deleted: " + directory, e);
    }
  }
}
