package org.patientvault;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Erasures that were asked for. A row says when one is due; who can write rows could say another
 * time, so it is held against the entry that told of it.
 */
final class AskedErasures {
  private static final int MOST_BYTES = 1 << 20;

  private final Engine engine;

  AskedErasures(Engine engine) {
    this.engine = engine;
  }

  /**
   * What was asked about {@code patient}, once it is due.
   *
   * @throws VaultException.NotFound when nobody asked
   * @throws VaultException.Refused when it is too early; the message says from when on
   * @throws VaultException.Tampered when the log tells otherwise
   */
  PendingErasureRow due(ReadView rows, PatientRef patient, Instant now) {
    PendingErasureRow asked =
        rows.erasures()
            .pending(patient)
            .orElseThrow(
                () ->
                    new VaultException.NotFound(
                        "no erasure of this patient was asked for; ask first, and erase after the"
                            + " cooling-off period"));
    checkTold(rows, asked);
    Instant due = Instant.ofEpochMilli(asked.dueMillis());
    if (now.isBefore(due)) {
      throw new VaultException.Refused(
          "the cooling-off period of this erasure ends at " + due + "; nothing was erased");
    }
    return asked;
  }

  private void checkTold(ReadView rows, PendingErasureRow asked) {
    boolean told =
        LogChain.of(rows).stream()
            .filter(log -> log.number() == asked.logShard())
            .flatMap(log -> detail(rows, log, asked).stream())
            .anyMatch(
                members ->
                    JsonValue.of(asked.dueMillis()).equals(members.get(AskErasureUnit.DUE))
                        && JsonValue.of(asked.ground()).equals(members.get("ground")));
    if (!told) {
      throw new VaultException.Tampered(
          "the log does not tell of this erasure as it is stored; ask for it anew after"
              + " patientvault audit verify --records");
    }
  }

  private Optional<Map<String, JsonValue>> detail(
      ReadView rows, Shard log, PendingErasureRow asked) {
    LogBooks books = engine.books().of(log);
    Optional<LogSubject> patient = books.subject(rows, asked.patient());
    Optional<Entry> entry =
        rows.logEntry(log.number(), asked.logIndex())
            .map(LogEntryRow::leaf)
            .map(leaf -> Entry.parse(leaf.toArray()))
            .filter(each -> each.event() == EventCode.REQUEST);
    if (patient.isEmpty() || entry.isEmpty()) {
      return Optional.empty();
    }
    Bytes pseudonym = patient.get().pseudonym();
    if (!Objects.equals(pseudonym, entry.get().subject())) {
      return Optional.empty();
    }
    return books
        .detail(rows, asked.logIndex(), entry.get(), Map.of(pseudonym, patient.get()))
        .map(detail -> CanonicalJson.parse(detail, MOST_BYTES))
        .filter(JsonValue.Members.class::isInstance)
        .map(members -> ((JsonValue.Members) members).members());
  }
}
