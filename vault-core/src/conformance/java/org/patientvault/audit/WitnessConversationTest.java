package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.witness.Witness;
import org.patientvault.audit.witness.WitnessAnswer;
import org.patientvault.audit.witness.WitnessKeys;

/**
 * torchwood's conversation with a witness, answered by ours.
 *
 * <p>Request 3, of an unknown log, wants the 403 of 2025; the specification has since become 404,
 * and we follow it.
 */
class WitnessConversationTest {
  private static final String FILE = "torchwood-litewitness/add-checkpoint-sequence.json";

  private final JsonNode file = PublicVectors.read(FILE);

  @TempDir Path folder;

  @Test
  void requestsInTheirOrder_haveTheWantedStatusAndBody() {
    Witness witness = witness();
    int passed = 0;
    for (JsonNode request : file.get("requests")) {
      int expected = passed == 2 ? 404 : request.get("want_status").asInt();
      byte[] body = request.get("request_body").asText().getBytes(StandardCharsets.UTF_8);
      WitnessAnswer answer = witness.add(body);
      assertThat(answer.status()).as("request %d", passed + 1).isEqualTo(expected);
      check(answer, request.get("want_body"));
      passed++;
    }
    assertThat(passed).isEqualTo(9);
    PublicVectors.passed(FILE, passed);
  }

  private static void check(WitnessAnswer answer, JsonNode wanted) {
    if (wanted.has("==")) {
      assertThat(answer.text()).isEqualTo(wanted.get("==").asText());
      assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
    } else {
      assertThat(answer.text()).contains(wanted.get("contains").asText());
    }
  }

  private Witness witness() {
    Instant now = Instant.parse("2026-01-15T08:00:00Z");
    return Witness.open(
        folder,
        WitnessKeys.of("example.com/witness", WitnessKeys.generate()),
        List.of(policy()),
        Clock.fixed(now, ZoneOffset.UTC));
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
