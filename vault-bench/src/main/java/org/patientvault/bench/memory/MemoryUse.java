package org.patientvault.bench.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.Report;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.bench.VisitFields;
import org.patientvault.bench.crypto.OpenedKeys;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/** How much garbage one audited read makes, and how much memory one patient's opened key takes. */
public final class MemoryUse {
  private static final int WARM_UP = 6_000;
  private static final int READS = 2_000;
  private static final int KEYS = 50_000;
  private static final List<String> ONE_GROUP = List.of("plan", "note");

  private MemoryUse() {}

  public static void ask(Interleaved run, Report report) throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      reads(folder, report);
      keys(folder, report);
    }
  }

  private static void reads(TemporaryFolder folder, Report report) {
    try (Vault vault =
        Vault.create(
            folder.path().resolve("reads.vault"), Unlock.passphrase("not a secret"::toCharArray))) {
      vault.administration(Actor.of("admin", "admin")).installSchema(VisitFields.SCHEMA);
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      RecordKey key = write(session);
      report.heading("Garbage of one audited read");
      garbage("one group of two fields", session, key, ONE_GROUP, report);
      garbage("one field", session, key, List.of("note"), report);
    }
  }

  private static RecordKey write(Session session) {
    PatientRef patient = session.admit(new PatientIdentifier("urn:example:mrn", "1"));
    RecordKey key = RecordKey.of(patient, "Visit", "visit-1");
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    VisitFields.of(1).forEach((name, text) -> fields.put(name, FieldValue.text(text)));
    session.create(key, fields);
    return key;
  }

  private static void garbage(
      String what, Session session, RecordKey key, List<String> fields, Report report) {
    read(WARM_UP, session, key, fields);
    long before = Garbage.allocated();
    int plaintext = read(READS, session, key, fields);
    long bytes = (Garbage.allocated() - before) / READS;
    report.atMost(
        what + ", all threads, beyond its " + plaintext + " bytes of plaintext",
        (double) (bytes - plaintext),
        4_096,
        "bytes");
  }

  private static int read(int times, Session session, RecordKey key, List<String> fields) {
    int plaintext = 0;
    for (int i = 0; i < times; i++) {
      RecordView view = session.read(key, fields);
      plaintext = view.fields().values().stream().mapToInt(FieldValue::encodedSize).sum();
    }
    return plaintext;
  }

  private static void keys(TemporaryFolder folder, Report report) throws Exception {
    report.heading("Memory of one patient's opened key");
    long before = Garbage.reachable();
    List<PatientKey> alone = new ArrayList<>(KEYS);
    for (int i = 0; i < KEYS; i++) {
      alone.add(PatientKey.random(1));
    }
    report.atMost("the key", (double) (Garbage.reachable() - before) / alone.size(), 120, "bytes");
    cached(folder, report);
  }

  private static void cached(TemporaryFolder folder, Report report) {
    try (OpenedKeys keys = new OpenedKeys(folder.path(), KEYS)) {
      long before = Garbage.reachable();
      keys.patients().forEach(keys::key);
      long bytes = Garbage.reachable() - before;
      report.atMost(
          "the key with its place in the cache, which knows its age and its uses",
          (double) bytes / keys.patients().size(),
          120,
          "bytes");
    }
  }
}
