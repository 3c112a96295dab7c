package org.patientvault.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;

/** One thread of a victim: writes and reads at random, and tells of each before the next. */
final class Worker {
  private final Session session;
  private final List<PatientRef> patients;
  private final Random random;
  private final Consumer<Ack> told;
  private final String prefix;
  private final List<RecordKey> keys = new ArrayList<>();
  private final Map<RecordKey, Known> known = new HashMap<>();
  private int made;

  /** A record of this thread, as it last wrote it. */
  private record Known(int revision, Map<String, Long> seeds) {}

  /** {@code prefix} begins the id of every record it makes, and is nobody else's. */
  Worker(
      Session session,
      List<PatientRef> patients,
      Random random,
      String prefix,
      Consumer<Ack> told) {
    this.session = session;
    this.patients = patients;
    this.random = random;
    this.prefix = prefix;
    this.told = told;
  }

  void step() {
    int chance = keys.isEmpty() ? 0 : random.nextInt(100);
    if (chance < 25) {
      create();
    } else if (chance < 50) {
      update();
    } else if (chance < 75) {
      readFields();
    } else if (chance < 85) {
      readSeveral();
    } else if (chance < 95) {
      readRevision();
    } else {
      admit();
    }
  }

  private void create() {
    PatientRef patient = patients.get(random.nextInt(patients.size()));
    RecordKey key = RecordKey.of(patient, Ack.TYPE, prefix + "-" + made++);
    Map<String, Long> seeds = Content.newSeeds(Content.FIELDS.length, random);
    written(key, session.create(key, Content.values(seeds)), seeds);
    keys.add(key);
  }

  private void update() {
    RecordKey key = anyKey();
    Known before = known.get(key);
    Map<String, Long> changes = Content.newSeeds(1 + random.nextInt(2), random);
    Map<String, Long> after = new TreeMap<>(before.seeds());
    after.putAll(changes);
    // Until it is acknowledged nobody knows which revision the record has.
    keys.remove(key);
    written(key, session.update(key, before.revision(), Content.values(changes)), after);
    keys.add(key);
  }

  private void written(RecordKey key, int revision, Map<String, Long> seeds) {
    known.put(key, new Known(revision, seeds));
    told.accept(new Ack.Written(key, revision, seeds));
  }

  private RecordKey anyKey() {
    return keys.get(random.nextInt(keys.size()));
  }

  private void readFields() {
    RecordKey key = anyKey();
    RecordView view = session.read(key, Content.someFields(1 + random.nextInt(3), random));
    released(view, true);
  }

  private void readSeveral() {
    List<RecordKey> some = new ArrayList<>(keys);
    Collections.shuffle(some, random);
    session
        .readAll(some.subList(0, Math.min(some.size(), 1 + random.nextInt(8))))
        .forEach(view -> released(view, false));
  }

  private void readRevision() {
    RecordKey key = anyKey();
    released(session.readRevision(key, 1 + random.nextInt(known.get(key).revision())), false);
  }

  private void released(RecordView view, boolean byName) {
    view.fields().forEach((field, value) -> check(view, field.value(), value));
    told.accept(Ack.Released.of(view, byName));
  }

  private void check(RecordView view, String field, FieldValue value) {
    long seed = Content.seed(field, value);
    Known now = known.get(view.key());
    if (view.revision() == now.revision() && now.seeds().get(field) != seed) {
      throw new AssertionError("the field " + field + " is not what this thread wrote last");
    }
  }

  private void admit() {
    String token = prefix + "-p" + made++;
    PatientRef patient = session.admit(new PatientIdentifier("urn:crash:new", token));
    told.accept(new Ack.Step("admit", true, token + "=" + patient));
  }
}
