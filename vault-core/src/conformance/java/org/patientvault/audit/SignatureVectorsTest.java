package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;

/**
 * The Community Cryptography Test Vectors: which odd Ed25519 signatures we take, and that ML-DSA-44
 * is the one that others have. See docs/decisions/ed25519-verdicts-by-bouncy-castle.md.
 */
class SignatureVectorsTest {
  private static final String ED25519 = "c2sp-cctv/ed25519/ed25519vectors.json";
  private static final String ML_DSA = "c2sp-cctv/ML-DSA/accumulated/README.md";
  private static final String BENCHMARK = "c2sp-cctv/ML-DSA/benchmark/ML-DSA-44.json";

  @Test
  void ed25519EdgeCases_areTakenAsTheDecisionSays() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode vector : PublicVectors.read(ED25519)) {
      counts.merge(outcome(vector), 1, Integer::sum);
    }
    PublicVectors.passed(ED25519 + " " + counts, counts.values().stream().mapToInt(i -> i).sum());
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("key refused", 886, "signature refused", 12, "accepted", 16));
  }

  /** Bouncy Castle alone would also take signatures by these keys: hence the check of the key. */
  @Test
  void ed25519SignaturesOfRefusedKeys_wouldOftenVerify() {
    int verifying = 0;
    for (JsonNode vector : PublicVectors.read(ED25519)) {
      byte[] key = PublicVectors.hex(vector.get("key")).toArray();
      byte[] message = vector.get("msg").asText().getBytes(StandardCharsets.UTF_8);
      byte[] signature = PublicVectors.hex(vector.get("sig")).toArray();
      verifying += !loads(key) && SignatureCheck.isEd25519(key, message, signature) ? 1 : 0;
    }
    assertThat(verifying).isEqualTo(196);
  }

  private static String outcome(JsonNode vector) {
    byte[] key = PublicVectors.hex(vector.get("key")).toArray();
    byte[] message = vector.get("msg").asText().getBytes(StandardCharsets.UTF_8);
    byte[] signature = PublicVectors.hex(vector.get("sig")).toArray();
    boolean loads = loads(key);
    boolean verifies = SignatureCheck.isEd25519(key, message, signature);
    if (!loads) {
      return "key refused";
    }
    return verifies ? "accepted" : "signature refused";
  }

  private static boolean loads(byte[] key) {
    try {
      new VerifierKey("example.org", SignatureType.ED25519, Bytes.of(key));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** 100 keys and signatures from one stream of seeds, folded into one digest. */
  @Test
  void mlDsa44_accumulatedDigest_isThePublishedOne() throws CryptoException {
    Matcher published =
        Pattern.compile("### ML-DSA-44\n\n- 100 iterations: `([0-9a-f]{64})`")
            .matcher(PublicVectors.text(ML_DSA));
    assertThat(published.find()).isTrue();
    assertThat(accumulated(100)).isEqualTo(published.group(1));
    PublicVectors.passed(ML_DSA, 100);
  }

  private static String accumulated(int iterations) throws CryptoException {
    SHAKEDigest seeds = new SHAKEDigest(128);
    SHAKEDigest all = new SHAKEDigest(128);
    byte[] seed = new byte[32];
    for (int i = 0; i < iterations; i++) {
      seeds.doOutput(seed, 0, seed.length);
      MLDSAPrivateKeyParameters key =
          new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.clone());
      byte[] signature = sign(key, new byte[0]);
      assertThat(SignatureCheck.isMlDsa(key.getPublicKey(), new byte[0], signature)).isTrue();
      all.update(key.getPublicKey(), 0, key.getPublicKey().length);
      all.update(signature, 0, signature.length);
    }
    byte[] digest = new byte[32];
    all.doOutput(digest, 0, digest.length);
    return HexFormat.of().formatHex(digest);
  }

  @Test
  void mlDsa44_benchmarkMessages_areSignedAndVerified() throws CryptoException {
    MLDSAPrivateKeyParameters key =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, new byte[32]);
    int passed = 0;
    for (JsonNode text : PublicVectors.read(BENCHMARK)) {
      byte[] message = text.asText().getBytes(StandardCharsets.US_ASCII);
      byte[] signature = sign(key, message);
      assertThat(SignatureCheck.isMlDsa(key.getPublicKey(), message, signature)).isTrue();
      message[0] ^= 1;
      assertThat(SignatureCheck.isMlDsa(key.getPublicKey(), message, signature)).isFalse();
      passed++;
    }
    assertThat(passed).isPositive();
    PublicVectors.passed(BENCHMARK, passed);
  }

  private static byte[] sign(MLDSAPrivateKeyParameters key, byte[] message) throws CryptoException {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }
}
