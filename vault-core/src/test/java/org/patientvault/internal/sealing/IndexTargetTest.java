package org.patientvault.internal.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.Vectors;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

class IndexTargetTest {
  private static final RecordRef RECORD = new RecordRef(Bytes.wrap(new byte[16]));

  private static IndexTarget target(String type, String id) {
    return new IndexTarget(RECORD, new RecordType(type), new RecordId(id));
  }

  @Test
  void typesOfOneResourceId_haveTargetsOfOneLength() {
    String uuid = "0c9b0b2e-6a2c-4f6e-9f53-0a4e2cf8a111";
    assertThat(target("Condition", uuid).encode())
        .hasSameSizeAs(target("MedicationAdministration", uuid).encode());
  }

  @Test
  void targets_comeBack() {
    for (int length = 1; length < 70; length++) {
      IndexTarget written = target("Observation", "é".repeat(length));
      assertThat(IndexTarget.decode(written.encode())).isEqualTo(written);
    }
  }

  @Test
  void vectors_areWhatIsWritten() throws IOException {
    JsonNode targets = Vectors.read("storage-schema.json").get("targets");
    assertThat(targets).isNotEmpty();
    for (JsonNode each : targets) {
      byte[] plaintext = Vectors.bytes(each, "plaintext");
      byte[] written =
          TargetText.encode(
              Vectors.bytes(each, "reference"),
              each.get("first").asText(),
              each.get("second").asText());
      assertThat(written).isEqualTo(plaintext);
    }
  }

  @Test
  void otherPadding_isRefused() {
    byte[] good = target("Observation", "bp-1").encode();
    byte[] marked = good.clone();
    marked[marked.length - 1] = 1;
    for (byte[] bad :
        new byte[][] {
          marked, Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, good.length + 32)
        }) {
      assertThatThrownBy(() -> IndexTarget.decode(bad)).isInstanceOf(VaultException.Tampered.class);
    }
  }
}
