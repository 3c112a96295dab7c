package org.patientvault.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.WitnessedLog;

/** docs/formats/vectors/witness.json: two requests, the answers, and the head that is kept. */
class WitnessVectorsTest {
  private static final Path FILE = Path.of("../docs/formats/vectors/witness.json");
  private static final String NAME = "witness.example.org/dpo";
  private static final Instant NOW = Instant.parse("2026-01-15T09:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Witness witness(Path folder, byte[] secret, TrustPolicy log) {
    WitnessKeys keys = WitnessKeys.of(NAME, secret);
    return Witness.open(folder, keys, List.of(log), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static byte[] utf8(JsonNode text) {
    return text.asText().getBytes(StandardCharsets.UTF_8);
  }

  /** The Ed25519 line is the very one; an ML-DSA line never is, and verifies. */
  @Test
  void requests_areAnsweredAsTheFileSays() throws IOException {
    JsonNode file = JSON.readTree(FILE.toFile());
    byte[] secret = HexFormat.of().parseHex(file.get("secretHex").asText());
    TrustPolicy log = TrustPolicy.parse(utf8(file.get("logPolicy")));
    Witness witness = witness(folder, secret, log);
    WitnessKeys keys = WitnessKeys.of(NAME, secret);
    assertThat(keys.mlDsa44().vkey()).isEqualTo(file.get("mlDsa44").asText());
    assertThat(keys.ed25519().vkey()).isEqualTo(file.get("ed25519").asText());
    for (JsonNode step : file.get("steps")) {
      AddCheckpoint request = AddCheckpoint.parse(utf8(step.get("request")));
      assertThat(request.encode()).isEqualTo(utf8(step.get("request")));
      WitnessAnswer answer = witness.add(request.encode());
      assertThat(answer.status()).isEqualTo(200);
      Checkpoint head = log.openOwn(request.note().toArray());
      String given = step.get("answer").asText();
      assertThat(Cosignature.verified(head, utf8(step.get("answer")), keys.publicKeys()))
          .extracting(Cosignature::unixSeconds)
          .containsExactly(NOW.getEpochSecond(), NOW.getEpochSecond());
      assertThat(answer.text().lines().skip(1)).isEqualTo(given.lines().skip(1).toList());
    }
  }

  @Test
  void keptHead_isBuiltOn() throws IOException {
    JsonNode file = JSON.readTree(FILE.toFile());
    byte[] secret = HexFormat.of().parseHex(file.get("secretHex").asText());
    TrustPolicy log = TrustPolicy.parse(utf8(file.get("logPolicy")));
    Path kept = folder.resolve(file.get("keptName").asText());
    Files.write(kept, utf8(file.get("keptAfterTheFirst")));
    Witness witness = witness(folder, secret, log);
    assertThat(witness.add(utf8(file.get("steps").get(0).get("request"))).text()).isEqualTo("3\n");
    assertThat(witness.add(utf8(file.get("steps").get(1).get("request"))).status()).isEqualTo(200);
  }

  /** Writes the file anew: run this class, in vault-core, with an empty folder as its argument. */
  public static void main(String... arguments) throws IOException {
    byte[] secret = new byte[69];
    System.arraycopy("PVwk1".getBytes(StandardCharsets.US_ASCII), 0, secret, 0, 5);
    Arrays.fill(secret, 5, 37, (byte) 5);
    Arrays.fill(secret, 37, 69, (byte) 6);
    WitnessedLog log = new WitnessedLog(20);
    WitnessKeys keys = WitnessKeys.of(NAME, secret);
    ObjectNode file = JSON.createObjectNode();
    file.put("madeBy", "main of org.patientvault.audit.witness.WitnessVectorsTest");
    file.put("secretHex", HexFormat.of().formatHex(secret));
    file.put("mlDsa44", keys.mlDsa44().vkey());
    file.put("ed25519", keys.ed25519().vkey());
    file.put("logPolicy", new String(log.policy().text(), StandardCharsets.UTF_8));
    file.put("keptName", Witness.logHash(WitnessedLog.ORIGIN) + ".head");
    Witness witness = witness(Path.of(arguments[0]), secret, log.policy());
    for (int[] step : new int[][] {{0, 3}, {3, 20}}) {
      byte[] request = log.request(step[0], step[1]).encode();
      ObjectNode each = file.withArray("steps").addObject();
      each.put("request", new String(request, StandardCharsets.UTF_8));
      each.put("answer", witness.add(request).text());
      if (step[0] == 0) {
        byte[] kept = witness.newest(Witness.logHash(WitnessedLog.ORIGIN)).orElseThrow();
        file.put("keptAfterTheFirst", new String(kept, StandardCharsets.UTF_8));
      }
    }
    Files.writeString(FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n");
  }
}
