package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;

/** All that was acknowledged since a vault was made, and the checks that the vault has it. */
final class Acknowledged {
  private final List<PatientRef> patients = new ArrayList<>();
  private final WrittenRecords written = new WrittenRecords();
  private final ReleasedValues released = new ReleasedValues();
  private final List<Ack.Step> admitted = new ArrayList<>();

  private Acknowledged() {}

  /** Admits the patients that victims work on. */
  static Acknowledged in(Vault vault) {
    Acknowledged acknowledged = new Acknowledged();
    for (int i = 0; i < Place.PATIENTS; i++) {
      acknowledged.patients.add(session(vault).admit(Place.patient(i)));
    }
    return acknowledged;
  }

  List<PatientRef> patients() {
    return List.copyOf(patients);
  }

  void addAll(List<Ack> acks) {
    acks.forEach(this::add);
  }

  private void add(Ack ack) {
    if (ack instanceof Ack.Written write) {
      written.add(write);
    } else if (ack instanceof Ack.Released release) {
      released.add(release);
    } else if (ack instanceof Ack.Step step && step.what().equals("admit")) {
      admitted.add(step);
    }
  }

  /** What came since the last check is there; and no record is older than was ever said. */
  void checkNew(Vault vault) throws Exception {
    Session session = session(vault);
    written.checkNew(session);
    written.checkNewest(session, patients);
    released.checkNew(vault.auditTrail(Place.AUDITOR));
    admitted.forEach(step -> checkAdmitted(session, step));
    admitted.clear();
  }

  private static void checkAdmitted(Session session, Ack.Step step) {
    String[] pair = step.name().split("=", -1);
    assertThat(session.find(new PatientIdentifier("urn:crash:new", pair[0])))
        .contains(PatientRef.parse(pair[1]));
  }

  /** Every revision that was ever acknowledged is there. */
  void checkAll(Vault vault) throws Exception {
    written.checkAll(session(vault));
  }

  private static Session session(Vault vault) {
    return vault.as(Place.PHYSICIAN, Purpose.TREAT);
  }

  int writes() {
    return written.size();
  }

  long values() {
    return released.count();
  }
}
