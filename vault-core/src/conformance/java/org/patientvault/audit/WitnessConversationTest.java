package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * torchwood's conversation with a witness, answered by our notes and consistency proofs.
 *
 * <p>The witness here is these few lines. Request 3, of an unknown log, wants the 403 of 2025; the
 * specification has since become 404, and we follow it. The broken signature of request 2 is not
 * canonical Base 64 either, so our reader refuses it one step earlier.
 */
class WitnessConversationTest {
  private static final String FILE = "torchwood-litewitness/add-checkpoint-sequence.json";

  private final JsonNode file = PublicVectors.read(FILE);
  private final Map<String, Checkpoint> seen = new HashMap<>();

  @Test
  void requestsInTheirOrder_haveTheWantedStatus() {
    int passed = 0;
    for (JsonNode request : file.get("requests")) {
      int wanted = request.get("want_status").asInt();
      int expected = passed == 2 ? 404 : wanted;
      assertThat(answer(request.get("request_body").asText()))
          .as("request %d", passed + 1)
          .isEqualTo(expected);
      passed++;
    }
    assertThat(passed).isEqualTo(9);
    PublicVectors.passed(FILE, passed);
  }

  private int answer(String body) {
    String[] parts = body.split("\n\n", 2);
    List<String> lines = List.of(parts[0].split("\n"));
    long oldSize = Decimal.parse(lines.get(0).substring("old ".length()));
    List<Bytes> proof = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      proof.add(Bytes.of(Base64.getDecoder().decode(line)));
    }
    try {
      return admit(policy().open(parts[1].getBytes(StandardCharsets.UTF_8)), oldSize, proof);
    } catch (VaultException.KeyUnavailable e) {
      return 404;
    } catch (VaultException.Tampered | VaultException.InvalidInput e) {
      return 403;
    }
  }

  private int admit(Checkpoint offered, long oldSize, List<Bytes> proof) {
    Checkpoint known = seen.get(offered.origin());
    long knownSize = known == null ? 0 : known.size();
    if (oldSize != knownSize) {
      return 409;
    }
    boolean grew =
        known == null
            || new ConsistencyProof(oldSize, offered.size(), proof)
                .proves(known.root(), offered.root());
    if (!grew) {
      return 422;
    }
    seen.put(offered.origin(), offered);
    return 200;
  }

  private TrustPolicy policy() {
    VerifierKey key =
        new VerifierKey(
            file.get("log_origin").asText(),
            SignatureType.ED25519,
            PublicVectors.hex(file.get("log_ed25519_public_key_hex")));
    String text = "log " + key.vkey() + "\nquorum none\n";
    return TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
