package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.patientvault.RecordSummary;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;

/** Every write that was acknowledged since the vault was made, and the check that it is there. */
final class WrittenRecords {
  private static final int READERS = 16;

  private final List<Ack.Written> all = new ArrayList<>();
  private int checked;

  void add(Ack.Written written) {
    all.add(written);
  }

  int size() {
    return all.size();
  }

  /** Reads every revision acknowledged since the last check, many at once. */
  void checkNew(Session session) throws Exception {
    check(session, all.subList(checked, all.size()));
    checked = all.size();
  }

  /** Reads every revision, from the first. */
  void checkAll(Session session) throws Exception {
    check(session, all);
  }

  private static void check(Session session, List<Ack.Written> some) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<Callable<Void>> readings = new ArrayList<>();
      some.forEach(written -> readings.add(() -> check(session, written)));
      for (Future<Void> each : readers.invokeAll(readings)) {
        each.get();
      }
    } finally {
      readers.shutdown();
    }
  }

  private static Void check(Session session, Ack.Written written) {
    RecordView view = session.readRevision(written.key(), written.revision());
    assertThat(Content.seeds(view)).as(written.line()).isEqualTo(written.seeds());
    return null;
  }

  /** Every record there is, acknowledged or not, is whole, and none is older than was said. */
  void checkNewest(Session session, List<PatientRef> patients) {
    Map<RecordKey, Integer> newest = new HashMap<>();
    for (PatientRef patient : patients) {
      List<RecordKey> keys = session.records(patient).stream().map(RecordSummary::key).toList();
      for (RecordView view : session.readAll(keys)) {
        Content.seeds(view);
        newest.put(view.key(), view.revision());
      }
    }
    for (Ack.Written written : all) {
      assertThat(newest.get(written.key()))
          .as(written.line())
          .isGreaterThanOrEqualTo(written.revision());
    }
  }
}
