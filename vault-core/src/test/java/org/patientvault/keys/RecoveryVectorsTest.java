package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.Vectors;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * docs/formats/vectors/recovery.json: made by the second writer, opened by the product; and what
 * the product writes, the second reader reads. Both agree with the draft of X-Wing.
 */
class RecoveryVectorsTest {
  private static final String FILE = "recovery.json";
  private static final byte[] VAULT = Vectors.counting(0x10, 16);
  private static final byte[] SLOT = Vectors.counting(0x40, 16);
  private static final byte[] SET = Vectors.counting(0x80, 8);
  private static final byte[] IV = Vectors.counting(0xC0, 12);
  private static final byte[] KEYSET = Vectors.counting(0xE0, 20);
  private static final VaultId VAULT_ID = new VaultId(Bytes.of(VAULT));
  private static final byte[] CONTEXT = SlotContext.root(VAULT_ID, Bytes.of(SLOT));

  private static JsonNode draft() throws IOException {
    try (InputStream in =
        RecoveryVectorsTest.class.getResourceAsStream("/xwing-draft-vectors.json")) {
      return new ObjectMapper().readTree(in).get("vectors");
    }
  }

  @Test
  void theFile_isWhatTheSecondWriterMakes() throws IOException {
    JsonNode xwing = draft().get(0);
    byte[] seed = Vectors.bytes(xwing, "seed");
    byte[] publicKey = RecoveryPage.publicKey(seed);
    byte[] random = Vectors.bytes(xwing, "eseed");
    ObjectNode file = Vectors.object();
    file.put("page", "docs/formats/key-hierarchy.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=RecoveryVectorsTest -Dpatientvault.vectors=write");
    file.put("seed", Vectors.hex(seed));
    file.put("encapsulation_randomness", Vectors.hex(random));
    file.put("fingerprint", Vectors.hex(RecoveryPage.fingerprint(publicKey)));
    file.put("parameters", Vectors.hex(RecoveryPage.parameters(publicKey)));
    file.put("context_root", Vectors.hex(CONTEXT));
    file.put("keyset", Vectors.hex(KEYSET));
    file.put(
        "wrapped_root", Vectors.hex(RecoveryPage.wrap(publicKey, random, IV, CONTEXT, KEYSET)));
    file.put("seed_text", RecoveryPage.text("PVSEED1", RecoveryPage.seedBytes(seed)));
    file.put(
        "public_key_text", RecoveryPage.text("PVPUBLIC1", RecoveryPage.publicKeyBytes(publicKey)));
    file.set("shares", shares(seed));
    file.set("rejected", rejected(RecoveryPage.share(3, 5, 1, VAULT, SET, seed, seed)));

    Vectors.check(FILE, file);
  }

  /** Three of five: value = seed + a x + b x², with a and b that count up. */
  private static ArrayNode shares(byte[] seed) {
    ArrayNode all = Vectors.array();
    for (int number = 1; number <= 5; number++) {
      byte[] value = new byte[32];
      for (int i = 0; i < 32; i++) {
        int slope = times(0x60 + i, number) ^ times(times(0xA0 + i, number), number);
        value[i] = (byte) (seed[i] ^ slope);
      }
      byte[] share = RecoveryPage.share(3, 5, number, VAULT, SET, value, seed);
      all.add(
          Vectors.object()
              .put("share", Vectors.hex(share))
              .put("text", RecoveryPage.text("PVSHARE1", share))
              .put("code", RecoveryPage.code("PVSHARE1", share)));
    }
    return all;
  }

  /** Texts that no reader takes for a share, each for one reason. */
  private static ArrayNode rejected(byte[] share) {
    String text = RecoveryPage.text("PVSHARE1", share);
    byte[] check = share.clone();
    check[79] ^= 1;
    return Vectors.array()
        .add(rejected("version 2", RecoveryPage.text("PVSHARE1", changed(share, 0, 2))))
        .add(rejected("k = 1", RecoveryPage.text("PVSHARE1", changed(share, 1, 1))))
        .add(rejected("n = 17", RecoveryPage.text("PVSHARE1", changed(share, 2, 17))))
        .add(rejected("number 6 of 5", RecoveryPage.text("PVSHARE1", changed(share, 3, 6))))
        .add(rejected("check", RecoveryPage.text("PVSHARE1", check)))
        .add(rejected("mark of another kind", RecoveryPage.text("PVSEED1", share)))
        .add(rejected("row check", text.replace("1: AEBQ", "1: AEBR")))
        .add(rejected("a digit 0", text.replace("1: AEBQ", "1: 0EBQ")))
        .add(rejected("row number", text.replace("2: ", "3: ")))
        .add(rejected("row too short", text.replace("1: AEBQ", "1: AEB")))
        .add(rejected("a row too few", text.substring(0, text.indexOf("8: "))))
        .add(rejected("characters after the last row", text + "A\n"));
  }

  private static ObjectNode rejected(String why, String text) {
    return Vectors.object().put("why", why).put("text", text);
  }

  private static byte[] changed(byte[] share, int at, int to) {
    byte[] body = Arrays.copyOf(share, 76);
    body[at] = (byte) to;
    return RecoveryPage.withCheck("PVsh1", body, 4);
  }

  /** In GF(2⁸) with x⁸ + x⁴ + x³ + x + 1. */
  private static int times(int a, int b) {
    int product = 0;
    for (int bit = 7; bit >= 0; bit--) {
      product = product << 1 ^ (product >> 7) * 0x11B;
      product ^= (b >> bit & 1) * a;
    }
    return product & 0xFF;
  }

  @Test
  void draftOfXWing_saysTheSame() throws IOException {
    for (JsonNode each : draft()) {
      byte[] seed = Vectors.bytes(each, "seed");
      byte[] both =
          RecoveryPage.encapsulate(Vectors.bytes(each, "pk"), Vectors.bytes(each, "eseed"));
      XWingPrivateKeyParameters product = new XWingPrivateKeyParameters(seed);

      assertThat(RecoveryPage.publicKey(seed)).isEqualTo(Vectors.bytes(each, "pk"));
      assertThat(Arrays.copyOf(both, 1120)).isEqualTo(Vectors.bytes(each, "ct"));
      assertThat(Arrays.copyOfRange(both, 1120, 1152)).isEqualTo(Vectors.bytes(each, "ss"));
      assertThat(RecoveryPage.decapsulate(seed, Vectors.bytes(each, "ct")))
          .isEqualTo(Vectors.bytes(each, "ss"));
      assertThat(product.getPublicKeyParameters().getEncoded())
          .isEqualTo(Vectors.bytes(each, "pk"));
      assertThat(new XWingKEMExtractor(product).extractSecret(Vectors.bytes(each, "ct")))
          .isEqualTo(Vectors.bytes(each, "ss"));
    }
  }

  @Test
  void product_opensTheSlotWithTheSeed() throws IOException {
    JsonNode file = Vectors.read(FILE);
    Unlock unlock = Unlock.recovery(() -> file.get("seed_text").asText().toCharArray());
    Bytes parameters = Bytes.of(Vectors.bytes(file, "parameters"));
    try (KeyProtector opened = new RecoveryProvider().open(unlock, parameters)) {
      assertThat(opened.unwrap(Vectors.bytes(file, "wrapped_root"), CONTEXT)).isEqualTo(KEYSET);
      assertThat(opened.parameters()).isEqualTo(parameters);
    }
    RecoveryRecipient recipient =
        RecoveryRecipient.parse(file.get("public_key_text").asText().toCharArray());
    assertThat(recipient.fingerprint().hex()).isEqualTo(file.get("fingerprint").asText());
    assertThat(recipient.slotParameters()).isEqualTo(parameters);
  }

  @Test
  void product_joinsTheShares_fromTextAndCode() throws IOException {
    JsonNode file = Vectors.read(FILE);
    List<RecoveryShare> shares = new ArrayList<>();
    for (JsonNode each : file.get("shares")) {
      shares.add(RecoveryShare.parse(each.get("code").asText().toCharArray()));
      RecoveryShare typed = RecoveryShare.parse(each.get("text").asText().toCharArray());
      assertThat(new String(typed.code())).isEqualTo(each.get("code").asText());
      assertThat(new String(typed.text())).endsWith("\n\n" + each.get("text").asText());
    }
    try (RecoveryKey key = RecoveryKey.join(VAULT_ID, shares.subList(2, 5))) {
      assertThat(new String(key.text())).isEqualTo(file.get("seed_text").asText());
      assertThat(key.recipient().fingerprint().hex()).isEqualTo(file.get("fingerprint").asText());
    }
  }

  @Test
  void product_rejectsWhatThePageDoes() throws IOException {
    JsonNode rejected = Vectors.read(FILE).get("rejected");
    assertThat(rejected).hasSize(12);
    for (JsonNode each : rejected) {
      assertThatThrownBy(() -> RecoveryShare.parse(each.get("text").asText().toCharArray()))
          .as(each.get("why").asText())
          .isInstanceOf(VaultException.InvalidInput.class);
    }
  }

  @Test
  void secondReader_opensWhatTheProductWraps_andJoinsWhatItSplits() {
    try (RecoveryKey key = RecoveryKey.generate();
        KeyProtector slot = key.protector(key.recipient().uri())) {
      byte[] seed = Arrays.copyOfRange(RecoveryPage.read("PVSEED1", new String(key.text())), 1, 33);
      byte[] publicKey = key.recipient().publicKey().toArray();
      assertThat(RecoveryPage.publicKey(seed)).isEqualTo(publicKey);
      assertThat(slot.parameters().toArray()).isEqualTo(RecoveryPage.parameters(publicKey));
      assertThat(RecoveryPage.unwrap(seed, CONTEXT, slot.wrap(KEYSET, CONTEXT))).isEqualTo(KEYSET);
      List<byte[]> shares =
          key.split(VAULT_ID, 3, 5).stream()
              .map(share -> RecoveryPage.read("PVSHARE1", new String(share.text())))
              .toList();
      assertThat(RecoveryPage.joinShares(List.of(shares.get(4), shares.get(0), shares.get(2))))
          .isEqualTo(seed);
      assertThat(RecoveryPage.joinShares(shares)).isEqualTo(seed);
    }
  }
}
