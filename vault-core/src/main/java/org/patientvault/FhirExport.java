package org.patientvault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.documents.FhirJson;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.sealing.IndexTarget;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldClass;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordType;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/**
 * Writes every record out as FHIR NDJSON, one file per resource type; a disclosure, with one entry
 * per patient.
 *
 * <p>All or nothing: if the policy refuses any class of any record, nothing is written. One patient
 * is in memory at a time. The files hold plaintext: whoever gets them reads them. Not for use by
 * several threads.
 */
public final class FhirExport {
  private static final int AT_ONCE = 5_000;

  private final Session session;
  private final Engine engine;

  private FhirExport(Session session) {
    this.session = session;
    this.engine = session.access().engine;
  }

  /**
   * An export by {@code session}'s actor, who must be allowed to read every class of every record.
   */
  public static FhirExport of(Session session) {
    return new FhirExport(session);
  }

  /**
   * Writes into {@code directory}, which is new or empty, and gives the number of resources.
   *
   * @param progress told the number of resources so far
   * @throws VaultException.AccessDenied when anything is refused; the folder is then as it was
   * @throws VaultException.Refused when the folder is not empty
   */
  public long run(Path directory, LongConsumer progress) {
    decideAll();
    NdjsonFolder folder = NdjsonFolder.in(directory);
    try (folder) {
      long written = 0;
      for (PatientRef patient = next(null); patient != null; patient = next(patient)) {
        written += export(patient, folder);
        progress.accept(written);
      }
      folder.finish();
      return written;
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the export could not be written; nothing of it was kept", e);
    }
  }

  /** Every class of every type there is must be allowed before the first record is read. */
  private void decideAll() {
    Rules rules = engine.refreshRules();
    Set<RecordType> decided = new HashSet<>();
    for (PatientRef patient = next(null); patient != null; patient = next(patient)) {
      keys(patient).stream()
          .map(RecordKey::type)
          .filter(decided::add)
          .forEach(type -> decide(rules, type));
    }
  }

  private void decide(Rules rules, RecordType type) {
    Access access = session.access();
    TypeSchema schema = rules.schema().of(type);
    for (FieldClass each : Access.classes(schema, schema.allNames())) {
      AccessRequest request = AccessRequest.read(access.actor.role(), access.purpose, each);
      if (!rules.policy().decide(request).isAllowed()) {
        throw access.deny(access.draft(EventCode.EXPORT, rules), reason(access));
      }
    }
  }

  private static String reason(Access access) {
    return "nothing was exported: role "
        + access.actor.role()
        + " may not read every class for purpose "
        + access.purpose
        + "; an export needs that";
  }

  private @Nullable PatientRef next(@Nullable PatientRef after) {
    Bytes from = after == null ? Bytes.of(new byte[0]) : after.value();
    List<PatientRef> found = engine.store.read(rows -> rows.patients(from, 1));
    return found.isEmpty() ? null : found.get(0);
  }

  private List<RecordKey> keys(PatientRef patient) {
    Access access = session.access();
    EntryDraft attempted =
        access
            .draft(EventCode.EXPORT, engine.rules())
            .about(patient)
            .with("patient", patient.toString());
    return access.logged(
        attempted,
        () ->
            engine.store.read(
                rows ->
                    rows.recordIndexOf(patient).stream()
                        .map(row -> key(patient, engine.fetcher.target(patient, row)))
                        .toList()));
  }

  private static RecordKey key(PatientRef patient, IndexTarget target) {
    return new RecordKey(patient, target.type(), target.id());
  }

  private long export(PatientRef patient, NdjsonFolder folder) throws IOException {
    List<RecordKey> keys = keys(patient);
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<RecordKey> some =
          new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)));
      for (RecordView view : session.readAll(EventCode.EXPORT, some, Map.of("recipient", "file"))) {
        folder.write(
            view.key().type(), FhirJson.write(view.key().type(), view.key().id(), view.fields()));
      }
    }
    return keys.size();
  }

  /** Whether a folder may be written into. */
  static boolean isEmptyOrNew(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (java.util.stream.Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
