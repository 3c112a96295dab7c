package org.patientvault.audit;

import java.util.List;
import org.patientvault.audit.witness.AddCheckpoint;
import org.patientvault.model.Bytes;

/** A small log that asks witnesses: what their tests, in a package of their own, need of it. */
public final class WitnessedLog {
  public static final String ORIGIN = TestLog.ORIGIN;

  private final TestLog log;
  private final TestLog other;

  /** Another log of this origin and key differs from entry 5 on. */
  public WitnessedLog(int size) {
    this.log = TestLog.ofSize(size);
    this.other = TestLog.ofSize(5);
    for (int i = 5; i < size; i++) {
      other.add(Samples.readBuilder().policyVersion(9).stamped(Samples.stamp(i + 1)));
    }
  }

  public TrustPolicy policy() {
    return log.policy();
  }

  public Checkpoint head(int size) {
    return policy().open(log.sign(size));
  }

  /** As an honest log asks. */
  public AddCheckpoint request(int oldSize, int newSize) {
    return request(log, oldSize, newSize);
  }

  /** As who wrote another history asks, with the log's keys. */
  public AddCheckpoint forkedRequest(int oldSize, int newSize) {
    return request(other, oldSize, newSize);
  }

  /** Proof from {@code oldSize} to {@code newSize} in the honest tree. */
  public List<Bytes> growth(long oldSize, long newSize) {
    return growth(log, (int) oldSize, (int) newSize);
  }

  private static AddCheckpoint request(TestLog log, int oldSize, int newSize) {
    List<Bytes> proof = oldSize == 0 ? List.of() : growth(log, oldSize, newSize);
    return new AddCheckpoint(oldSize, proof, Bytes.of(log.sign(newSize)));
  }

  private static List<Bytes> growth(TestLog log, int oldSize, int newSize) {
    GrowthProof proof = new GrowthProof(log.frontier(oldSize), newSize);
    log.hashes.subList(oldSize, newSize).forEach(proof::append);
    return proof.proof().hashes();
  }

  /** Signed by the log, over the root given. */
  public Bytes note(long size, Bytes root) {
    return Bytes.of(log.sign(size, root));
  }

  /** A note of this log without its ML-DSA line. */
  public Bytes halfSigned(int size) {
    String note = new String(log.sign(size), java.nio.charset.StandardCharsets.UTF_8);
    int second = note.indexOf("\n", note.indexOf("\u2014")) + 1;
    return Bytes.of(note.substring(0, second).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
