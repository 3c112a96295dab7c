package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A policy that was read is written in a form that is read as the same policy. */
class TrustPolicyFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] file) {
    Reading.of(() -> TrustPolicy.parse(file), VaultException.InvalidInput.class)
        .ifPresent(TrustPolicyFuzz::requireStable);
  }

  private static void requireStable(TrustPolicy policy) {
    byte[] text = policy.text();
    TrustPolicy again = TrustPolicy.parse(text);
    requireSame(again.text(), text, "a policy");
    require(again.keys().equals(policy.keys()), "other keys");
    require(again.logs().equals(policy.logs()), "other logs");
    require(again.members().equals(policy.members()), "other members");
    require(again.quorum().equals(policy.quorum()), "another quorum");
  }

  @Override
  public Map<String, byte[]> seeds() {
    String ours =
        new String(
            TrustPolicy.of(new TestSigner(1).keys("o.example/l")).text(), StandardCharsets.UTF_8);
    String witness = new TestSigner(2).keys("w.example").mlDsa44().vkey();
    String groups =
        ours.replace(
            "quorum o.example/l",
            "witness w "
                + witness
                + " https://w.example/\n"
                + "group both all o.example/l w\nquorum both");
    return Map.of(
        "ours", ours.getBytes(StandardCharsets.UTF_8),
        "groups", groups.getBytes(StandardCharsets.UTF_8));
  }
}
