package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** A log's own keys and the witnesses that somebody named, as one policy. */
class WitnessedPolicyTest {
  private static final LogVerifierKeys LOG = new TestSigner(1).keys(TestLog.ORIGIN);
  private static final VerifierKey DPO =
      witness("witness.example.org/dpo", 2, SignatureType.ML_DSA_44_COSIGNATURE);
  private static final VerifierKey PARTNER =
      witness("w.partner.example/1", 3, SignatureType.ML_DSA_44_COSIGNATURE);

  private static VerifierKey witness(String name, int seed, SignatureType type) {
    TestSigner signer = new TestSigner(seed);
    boolean ed25519 = type == SignatureType.ED25519_COSIGNATURE;
    return new VerifierKey(
        name, type, ed25519 ? signer.ed25519PublicKey() : signer.mlDsa44PublicKey());
  }

  private static TrustPolicy parse(String text) {
    return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(String name, VerifierKey key) {
    return "witness " + name + " " + key.vkey() + "\n";
  }

  private static TrustPolicy composed(String others) {
    return TrustPolicy.of(LOG, parse(others));
  }

  /** The head of a log of 10 entries, cosigned by those who have these seeds and keys. */
  private static Checkpoint cosigned(TrustPolicy policy, List<VerifierKey> keys, int... seeds) {
    byte[] note = TestLog.ofSize(10).head;
    Checkpoint plain = TrustPolicy.of(LOG).open(note);
    for (int i = 0; i < seeds.length; i++) {
      TestSigner signer = new TestSigner(seeds[i]);
      note =
          Cosignature.append(
              note,
              List.of(
                  Cosignature.make(plain, keys.get(i), 1_768_466_500L, signer::signMlDsa44)
                      .line()));
    }
    return policy.open(note);
  }

  @Test
  void composed_needsTheLogsSecondKeyAndTheQuorum() {
    TrustPolicy policy =
        composed(line("dpo", DPO) + line("w2", PARTNER) + "group g 1 dpo w2\nquorum g\n");
    assertThat(policy.isMetBy(cosigned(policy, List.of()))).isFalse();
    assertThat(policy.isMetBy(cosigned(policy, List.of(PARTNER), 3))).isTrue();
    assertThat(policy.isMetBy(cosigned(policy, List.of(DPO, PARTNER), 2, 3))).isTrue();
    assertThat(policy.witnesses(TestLog.ORIGIN))
        .extracting(PolicyWitness::name)
        .containsExactly("dpo", "w2");
    assertThat(parse(new String(policy.text(), StandardCharsets.UTF_8)).text())
        .isEqualTo(policy.text());
  }

  @Test
  void shortOfOne_saysSoByName() {
    TrustPolicy policy =
        composed(line("dpo", DPO) + line("w2", PARTNER) + "group g 2 dpo w2\nquorum g\n");
    Checkpoint head = cosigned(policy, List.of(DPO), 2);
    assertThat(policy.shortfalls(head, "checkpoint"))
        .extracting(Verdict::line)
        .containsExactly("WITNESS 1 of 2 policy-name=g");
  }

  @Test
  void nobodyNamed_isTheLogAlone() {
    assertThat(composed("quorum none\n").text()).isEqualTo(TrustPolicy.of(LOG).text());
  }

  @Test
  void namesOrKeysOfTheLogItself_areRefused() {
    assertThatThrownBy(() -> composed(line("w", LOG.mlDsa44()) + "quorum w\n"))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("do not go with the log's own keys");
    assertThatThrownBy(() -> composed(line(TestLog.ORIGIN, DPO) + "quorum none\n"))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> composed(line("dpo", DPO) + "group g 1 dpo\nquorum dpo\n"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  /** An Ed25519 cosignature does not say whose it is, so one key would count for two. */
  @Test
  void twoEd25519WitnessesOfOneKey_areRefused() {
    VerifierKey one = witness("one.example/w", 2, SignatureType.ED25519_COSIGNATURE);
    VerifierKey two = witness("two.example/w", 2, SignatureType.ED25519_COSIGNATURE);
    String both = line("one", one) + line("two", two) + "group g 2 one two\nquorum g\n";
    assertThatThrownBy(() -> parse(both))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("line 2: a witness listed twice");
  }

  @Test
  void ed25519Cosignature_isMadeAndChecked() {
    VerifierKey key = witness("one.example/w", 2, SignatureType.ED25519_COSIGNATURE);
    byte[] note = TestLog.ofSize(10).head;
    Checkpoint head = TrustPolicy.of(LOG).open(note);
    Bytes line = Cosignature.make(head, key, 1_768_466_500L, new TestSigner(2)::signEd25519).line();
    assertThat(Cosignature.verified(head, line.toArray(), List.of(key))).hasSize(1);
    assertThat(Cosignature.fits(note, line.toArray(), key)).isTrue();
    VerifierKey other = witness("one.example/w", 3, SignatureType.ED25519_COSIGNATURE);
    assertThat(Cosignature.verified(head, line.toArray(), List.of(other))).isEmpty();
    assertThat(Cosignature.fits(note, line.toArray(), other)).isFalse();
    byte[] older = TestLog.ofSize(9).head;
    assertThat(Cosignature.fits(older, line.toArray(), key)).isFalse();
  }

  @Test
  void answersThatAreNone_areRefused() {
    Checkpoint head = TrustPolicy.of(LOG).open(TestLog.ofSize(10).head);
    for (String answer :
        List.of("", "\n", "409\n", "— a b\n\n— a b\n", "x\n\n— w AAAAAAA=\n", "— w AAAAAAA=")) {
      assertThatThrownBy(
              () ->
                  Cosignature.verified(head, answer.getBytes(StandardCharsets.UTF_8), List.of(DPO)))
          .as(answer)
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    String foreign =
        new String(
            Cosignature.make(head, DPO, 5, new TestSigner(4)::signMlDsa44).line().toArray(),
            StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                Cosignature.verified(head, foreign.getBytes(StandardCharsets.UTF_8), List.of(DPO)))
        .isInstanceOf(VaultException.Tampered.class);
  }
}
