package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** A proof has one spelling, and no proof but the log's own proves anything. */
class LogProofFuzz implements Seeded {

  private static final TestLog LOG = TestLog.ofSize(7);
  private static final TrustPolicy POLICY = LOG.policy();

  @FuzzTest
  void parse(byte[] file) {
    Reading.of(() -> LogProof.parse(file), VaultException.InvalidInput.class)
        .ifPresent(
            proof -> {
              requireSame(proof.text(), file, "a proof");
              proof.leaf().ifPresent(leaf -> verify(proof, leaf));
            });
  }

  private static void verify(LogProof proof, Bytes leaf) {
    Reading.of(
            () -> proof.verify(POLICY, leaf),
            VaultException.InvalidInput.class,
            VaultException.Tampered.class,
            VaultException.KeyUnavailable.class)
        .ifPresent(
            head ->
                require(
                    Arrays.equals(leaf.toArray(), LOG.leaves.get((int) proof.index())),
                    "another entry was proven"));
  }

  private static LogProof proof(int index) {
    ReferenceLog tree = new ReferenceLog(LOG.hashes);
    List<Bytes> hashes = InclusionProof.of(tree, index, 7).hashes();
    return new LogProof(
        index, Optional.of(Bytes.of(LOG.leaves.get(index))), hashes, Bytes.of(LOG.head));
  }

  @Override
  public Map<String, byte[]> seeds() {
    LogProof last = proof(6);
    LogProof bare = new LogProof(6, Optional.empty(), last.hashes(), last.note());
    return Map.of("first", proof(0).text(), "last", last.text(), "without-entry", bare.text());
  }
}
