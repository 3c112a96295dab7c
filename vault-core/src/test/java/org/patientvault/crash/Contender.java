package org.patientvault.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;

/** One thread that updates records which others update too: what it read may be old by then. */
final class Contender {
  private static final int RECORDS = 4;

  private final Session session;
  private final List<RecordKey> keys;
  private final Random random;
  private final Consumer<Ack> told;

  Contender(Session session, List<PatientRef> patients, Random random, Consumer<Ack> told) {
    this.session = session;
    this.keys = keys(patients);
    this.random = random;
    this.told = told;
  }

  private static List<RecordKey> keys(List<PatientRef> patients) {
    List<RecordKey> keys = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      keys.add(RecordKey.of(patients.get(i % patients.size()), Ack.TYPE, "shared-" + i));
    }
    return keys;
  }

  /** Makes the records that contenders update; gives what to expect of them. */
  static List<Ack> makeRecords(Session session, List<PatientRef> patients, Random random) {
    List<Ack> made = new ArrayList<>();
    for (RecordKey key : keys(patients)) {
      Map<String, Long> seeds = Content.newSeeds(Content.FIELDS.length, random);
      made.add(new Ack.Written(key, session.create(key, Content.values(seeds)), seeds));
    }
    return made;
  }

  void step() {
    RecordKey key = keys.get(random.nextInt(keys.size()));
    RecordView view = session.read(key);
    told.accept(Ack.Released.of(view, false));
    Map<String, Long> changes = Content.newSeeds(1 + random.nextInt(2), random);
    Map<String, Long> after = new TreeMap<>(Content.seeds(view));
    after.putAll(changes);
    int revision = session.update(key, view.revision(), Content.values(changes));
    told.accept(new Ack.Written(key, revision, after));
  }
}
