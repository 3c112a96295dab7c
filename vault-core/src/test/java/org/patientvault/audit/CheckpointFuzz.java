package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** Whatever opens under the log's keys is a head that the log signed. */
class CheckpointFuzz implements Seeded {

  private static final TestLog LOG = TestLog.ofSize(3, 1, 2);
  private static final TrustPolicy POLICY = LOG.policy();

  @FuzzTest
  void open(byte[] note) {
    Reading.of(
            () -> POLICY.open(note),
            VaultException.InvalidInput.class,
            VaultException.Tampered.class,
            VaultException.KeyUnavailable.class)
        .ifPresent(CheckpointFuzz::requireSigned);
  }

  private static void requireSigned(Checkpoint opened) {
    require(opened.origin().equals(TestLog.ORIGIN), "another origin");
    require(opened.size() >= 1 && opened.size() <= 3, "a size that was not signed");
    require(opened.root().equals(LOG.root((int) opened.size())), "a root that was not signed");
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "head", LOG.head,
        "kept", LOG.sign(1),
        "other-log", CheckpointNote.sign("other.example.org/log", 3, LOG.root(3), 7, LOG.signer),
        "other-keys", CheckpointNote.sign(TestLog.ORIGIN, 3, LOG.root(3), 7, new TestSigner(2)));
  }
}
