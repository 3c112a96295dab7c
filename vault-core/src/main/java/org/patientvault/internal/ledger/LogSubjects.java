package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.BlindIndex;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.LogSubjectRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Pseudonyms and detail keys of one shard: random, stored sealed, found through a keyed index, and
 * removable one by one.
 *
 * <p>Looked up and made by who commits, inside the transaction; new ones enter the cache only after
 * the commit.
 */
final class LogSubjects {
  private static final int CACHED = 50_000;
  private static final String NOBODY = "nobody";

  private final String origin;
  private final byte[] scope;
  private final int shard;
  private final VaultKeys keys;
  private final Recent<Object, LogSubject> known = new Recent<>(CACHED);
  private final Map<Object, LogSubject> fresh = new HashMap<>();

  /** An actor in any role. */
  private record Person(String issuer, String userId) {}

  LogSubjects(String origin, int shard, VaultKeys keys) {
    this.origin = origin;
    this.scope = origin.getBytes(StandardCharsets.UTF_8);
    this.shard = shard;
    this.keys = keys;
  }

  LogSubject actor(WriteView rows, Actor actor) {
    return subject(rows, person(actor), () -> parts(actor));
  }

  LogSubject patient(WriteView rows, PatientRef patient) {
    return subject(rows, patient, () -> parts(patient));
  }

  /** The subject whose key seals the details of entries without patient. */
  LogSubject nobody(WriteView rows) {
    return subject(rows, NOBODY, () -> parts(NOBODY));
  }

  /**
   * What may open the details of entries about {@code patient}, or of entries about nobody; empty
   * when it was deleted.
   */
  Optional<LogSubject> find(ReadView rows, @Nullable PatientRef patient) {
    byte[][] parts = patient == null ? parts(NOBODY) : parts(patient);
    return stored(rows, index().tags(parts));
  }

  /** What the entries of {@code actor} name; empty when it was deleted, or there are none. */
  Optional<LogSubject> findActor(ReadView rows, Actor actor) {
    return stored(rows, index().tags(parts(actor)));
  }

  /**
   * Deletes the row behind a patient's pseudonym, and gives the pseudonym; empty when there is
   * none. Whoever names the patient from then on makes another one.
   */
  Optional<Bytes> erase(WriteView rows, PatientRef patient) {
    for (Bytes tag : index().tags(parts(patient))) {
      Optional<LogSubjectRow> row = rows.logSubject(shard, tag);
      if (row.isPresent()) {
        Bytes pseudonym = keys.logSubjectWrap().unwrap(origin, tag, row.get().sealed()).pseudonym();
        rows.deleteLogSubject(shard, tag);
        fresh.remove(patient);
        known.remove(patient);
        return Optional.of(pseudonym);
      }
    }
    return Optional.empty();
  }

  /**
   * Looks for those whom {@code draft} names. Makes none: a unit's rows may be undone.
   *
   * @throws VaultException.Tampered when the row of one was changed
   */
  void check(ReadView rows, EntryDraft draft) {
    checkActor(rows, draft);
    checkPatient(rows, draft);
  }

  /** {@code refusal} without those whose rows were changed: it must be written all the same. */
  EntryDraft nameable(ReadView rows, EntryDraft refusal) {
    EntryDraft nameable = refusal;
    if (!passes(() -> checkActor(rows, refusal))) {
      nameable = nameable.byNobody();
    }
    if (!passes(() -> checkPatient(rows, refusal))) {
      nameable = nameable.aboutNobody();
    }
    return nameable;
  }

  private static boolean passes(Runnable check) {
    try {
      check.run();
      return true;
    } catch (VaultException.Tampered e) {
      return false;
    }
  }

  private void checkActor(ReadView rows, EntryDraft draft) {
    Actor actor = draft.request().actor();
    if (actor != null) {
      find(rows, person(actor), () -> parts(actor));
    }
    draft
        .request()
        .approvers()
        .forEach(approver -> find(rows, person(approver), () -> parts(approver)));
  }

  private void checkPatient(ReadView rows, EntryDraft draft) {
    PatientRef patient = draft.target().patient();
    if (patient == null) {
      find(rows, NOBODY, () -> parts(NOBODY));
    } else {
      find(rows, patient, () -> parts(patient));
    }
  }

  private LogSubject subject(WriteView rows, Object name, Supplier<byte[][]> parts) {
    return find(rows, name, parts)
        .orElseGet(
            () -> {
              LogSubject made = make(rows, index().tag(parts.get()));
              fresh.put(name, made);
              return made;
            });
  }

  private Optional<LogSubject> find(ReadView rows, Object name, Supplier<byte[][]> parts) {
    LogSubject remembered = fresh.get(name);
    if (remembered == null) {
      remembered = known.get(name);
    }
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<LogSubject> found = stored(rows, index().tags(parts.get()));
    found.ifPresent(subject -> fresh.put(name, subject));
    return found;
  }

  private LogSubject make(WriteView rows, Bytes tag) {
    LogSubject made = LogSubject.random();
    rows.insertLogSubject(
        new LogSubjectRow(shard, tag, keys.logSubjectWrap().wrap(origin, tag, made)));
    return made;
  }

  private Optional<LogSubject> stored(ReadView rows, List<Bytes> candidates) {
    for (Bytes tag : candidates) {
      Optional<LogSubjectRow> row = rows.logSubject(shard, tag);
      if (row.isPresent()) {
        return Optional.of(keys.logSubjectWrap().unwrap(origin, tag, row.get().sealed()));
      }
    }
    return Optional.empty();
  }

  void committed() {
    known.putAll(fresh);
    fresh.clear();
  }

  /** After the log went back, the rows may be gone. */
  void forget() {
    known.clear();
    fresh.clear();
  }

  void rolledBack() {
    fresh.clear();
  }

  private BlindIndex index() {
    return keys.index(IndexName.LOG_SUBJECT);
  }

  private static Person person(Actor actor) {
    return new Person(actor.issuer(), actor.userId());
  }

  private byte[][] parts(Actor actor) {
    return parts("actor", utf8(actor.issuer()), utf8(actor.userId()));
  }

  private byte[][] parts(PatientRef patient) {
    return parts("patient", patient.value().unsafeArray());
  }

  private byte[][] parts(String kind, byte[]... name) {
    byte[][] parts = new byte[name.length + 2][];
    parts[0] = scope;
    parts[1] = utf8(kind);
    System.arraycopy(name, 0, parts, 2, name.length);
    return parts;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
