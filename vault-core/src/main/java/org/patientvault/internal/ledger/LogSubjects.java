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
    return subject(
        rows,
        new Person(actor.issuer(), actor.userId()),
        () -> parts("actor", utf8(actor.issuer()), utf8(actor.userId())));
  }

  LogSubject patient(WriteView rows, PatientRef patient) {
    return subject(rows, patient, () -> parts("patient", patient.value().unsafeArray()));
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
    byte[][] parts =
        patient == null ? parts(NOBODY) : parts("patient", patient.value().unsafeArray());
    return stored(rows, index().tags(parts));
  }

  private LogSubject subject(WriteView rows, Object name, Supplier<byte[][]> parts) {
    LogSubject subject = fresh.get(name);
    if (subject == null) {
      subject = known.get(name);
    }
    if (subject == null) {
      subject = findOrMake(rows, parts.get());
      fresh.put(name, subject);
    }
    return subject;
  }

  private LogSubject findOrMake(WriteView rows, byte[][] parts) {
    return stored(rows, index().tags(parts)).orElseGet(() -> make(rows, index().tag(parts)));
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

  void rolledBack() {
    fresh.clear();
  }

  private BlindIndex index() {
    return keys.index(IndexName.LOG_SUBJECT);
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
