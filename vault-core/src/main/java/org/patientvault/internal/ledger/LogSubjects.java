package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>Looked up and made by the committer's thread inside its transaction; new ones enter the cache
 * only after the commit.
 */
final class LogSubjects {
  private static final int CACHED = 50_000;

  private final String origin;
  private final byte[] scope;
  private final int shard;
  private final VaultKeys keys;
  private final Recent<Bytes, LogSubject> known = new Recent<>(CACHED);
  private final Recent<Object, Bytes> tags = new Recent<>(CACHED);
  private final Map<Bytes, LogSubject> fresh = new HashMap<>();

  LogSubjects(String origin, int shard, VaultKeys keys) {
    this.origin = origin;
    this.scope = origin.getBytes(StandardCharsets.UTF_8);
    this.shard = shard;
    this.keys = keys;
  }

  LogSubject actor(WriteView rows, Actor actor) {
    return subject(rows, actor, kind("actor"), utf8(actor.issuer()), utf8(actor.userId()));
  }

  LogSubject patient(WriteView rows, PatientRef patient) {
    return subject(rows, patient, kind("patient"), patient.value().unsafeArray());
  }

  /** The subject whose key seals the details of entries without patient. */
  LogSubject nobody(WriteView rows) {
    return subject(rows, "nobody", kind("nobody"));
  }

  /**
   * What may open the details of entries about {@code patient}, or of entries about nobody; empty
   * when it was deleted.
   */
  Optional<LogSubject> find(ReadView rows, @Nullable PatientRef patient) {
    byte[][] parts =
        patient == null
            ? new byte[][] {scope, kind("nobody")}
            : new byte[][] {scope, kind("patient"), patient.value().unsafeArray()};
    return stored(rows, index().tags(parts));
  }

  private LogSubject subject(WriteView rows, Object cacheKey, byte[]... name) {
    byte[][] parts = new byte[name.length + 1][];
    parts[0] = scope;
    System.arraycopy(name, 0, parts, 1, name.length);
    Bytes tag = tags.computeIfAbsent(cacheKey, k -> index().tag(parts));
    LogSubject subject = fresh.get(tag);
    if (subject == null) {
      subject = known.get(tag);
    }
    return subject != null ? subject : findOrMake(rows, tag, parts);
  }

  private LogSubject findOrMake(WriteView rows, Bytes tag, byte[]... parts) {
    LogSubject subject =
        stored(rows, index().tags(parts))
            .orElseGet(
                () -> {
                  LogSubject made = LogSubject.random();
                  rows.insertLogSubject(
                      new LogSubjectRow(shard, tag, keys.logSubjectWrap().wrap(origin, tag, made)));
                  return made;
                });
    fresh.put(tag, subject);
    return subject;
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

  private static byte[] kind(String name) {
    return utf8(name);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
