package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** An auditor's state has one spelling, and its frontier folds to its root. */
class AuditorStateFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] file) {
    Reading.of(() -> AuditorState.parse(file), VaultException.InvalidInput.class)
        .ifPresent(
            state -> {
              requireSame(state.text(), file, "a state");
              Bytes folded = MerkleFrontier.of(state.size(), state.tree().frontier()).root();
              require(folded.equals(state.root()), "a frontier of another root");
            });
  }

  @Override
  public Map<String, byte[]> seeds() {
    TestLog log = TestLog.ofSize(7);
    return Map.of(
        "seen",
        log.stateAndSeen(7).text(),
        "seven",
        log.state(7).text(),
        "empty",
        log.state(0).text());
  }
}
