package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.details.DetailsCipher;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/erasure.json: orders, and details sealed to an auditor once, read alike by
 * the product and by a second reader. An encapsulation is random: written anew, the file differs.
 */
class ErasureVectorsTest {
  private static final Path FILE = Path.of("..", "docs", "formats", "vectors", "erasure.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST = 256;
  private static final List<String> ORDERS =
      List.of(
          "{\"before\":\"2026-01-20T00:00:00Z\",\"class\":\"access\",\"count\":301,"
              + "\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"before\":\"2026-01-20T00:00:00.001Z\",\"class\":\"disclosure\",\"count\":1,"
              + "\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":3,\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":3,\"ground\":\"request\",\"origin\":\"o/2025\",\"v\":1}",
          "{\"count\":9007199254740991,\"ground\":\"unlawful\",\"origin\":\"o/2026\",\"v\":1}");
  private static final List<String> REFUSED =
      List.of(
          "{}",
          "[]",
          "{\"count\":0,\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":3,\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":2}",
          "{\"count\":3,\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":3,\"ground\":\"Order\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":\"3\",\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"before\":\"2026-01-20T00:00:00.000Z\",\"class\":\"access\",\"count\":3,"
              + "\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"before\":\"2026-01-20T00:00:00Z\",\"class\":\"all\",\"count\":3,"
              + "\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"before\":\"2026-01-20T00:00:00Z\",\"class\":\"access\",\"count\":3,"
              + "\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1}",
          "{\"count\":3,\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1,\"why\":\"\"}");

  private JsonNode vectors;

  @BeforeEach
  void theFile() throws IOException {
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
              .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
      Files.writeString(FILE, JSON.writer(printer).writeValueAsString(made()) + "\n");
    }
    vectors = JSON.readTree(FILE.toFile());
  }

  private static ObjectNode made() {
    ObjectNode file = JSON.createObjectNode();
    file.put("page", "docs/formats/audit-log.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=ErasureVectorsTest -Dpatientvault.vectors=write");
    ORDERS.forEach(file.putArray("orders")::add);
    REFUSED.forEach(file.putArray("refused_orders")::add);
    byte[] secret = "patientvault-details-secret-v1 ".getBytes(StandardCharsets.US_ASCII);
    String seed = Base64.getEncoder().encodeToString(Samples.pattern(32, 1).toArray());
    DetailsKey key =
        DetailsKey.parse(
            (new String(secret, StandardCharsets.US_ASCII) + seed + "\n")
                .getBytes(StandardCharsets.US_ASCII));
    DetailsRecipient.Sealing sealing = key.recipient().seal(TestLog.ORIGIN);
    DetailFile.Writer writer = new DetailFile.Writer(sealing.cipher());
    writer.add(FIRST, detail("{\"user\":\"dr.lea\"}"));
    writer.add(FIRST + 1, StoredDetail.NONE);
    writer.add(FIRST + 2, StoredDetail.UNOPENED);
    writer.add(FIRST + 3, detail("{}"));
    file.put("origin", TestLog.ORIGIN);
    file.put("secret", new String(key.text(), StandardCharsets.US_ASCII));
    file.put("recipient", new String(key.recipient().text(), StandardCharsets.US_ASCII));
    file.put("fingerprint", key.recipient().fingerprint().hex());
    file.put("header", Base64.getEncoder().encodeToString(sealing.header().toArray()));
    file.put("first", FIRST);
    file.put("file", HexFormat.of().formatHex(writer.take()));
    ArrayNode stored = file.putArray("stored");
    stored.add("{\"user\":\"dr.lea\"}").add("nothing").add("does not open").add("{}");
    return file;
  }

  private static StoredDetail detail(String text) {
    return StoredDetail.of(Samples.pattern(32, 7), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void orders_haveOneSpelling() {
    for (JsonNode order : vectors.get("orders")) {
      byte[] text = order.textValue().getBytes(StandardCharsets.UTF_8);
      assertThat(ErasureOrder.parse(text).text()).isEqualTo(text);
    }
    assertThat(vectors.get("orders")).hasSize(ORDERS.size());
  }

  @Test
  void otherTexts_areNoOrders() {
    for (JsonNode order : vectors.get("refused_orders")) {
      byte[] text = order.textValue().getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> ErasureOrder.parse(text))
          .as(order.textValue())
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThat(vectors.get("refused_orders")).hasSize(REFUSED.size());
  }

  private DetailsKey key() {
    return DetailsKey.parse(ascii("secret"));
  }

  private byte[] ascii(String name) {
    return vectors.get(name).textValue().getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] header() {
    return Base64.getDecoder().decode(vectors.get("header").textValue());
  }

  private byte[] file() {
    return HexFormat.of().parseHex(vectors.get("file").textValue());
  }

  private String origin() {
    return vectors.get("origin").textValue();
  }

  @Test
  void keys_haveOneSpelling() {
    assertThat(key().text()).isEqualTo(ascii("secret"));
    assertThat(key().recipient().text()).isEqualTo(ascii("recipient"));
    assertThat(DetailsRecipient.parse(ascii("recipient")).fingerprint())
        .isEqualTo(Bytes.fromHex(vectors.get("fingerprint").textValue()));
    assertThatThrownBy(() -> DetailsRecipient.parse(ascii("secret")))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> DetailsKey.parse(ascii("recipient")))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void details_openForTheirAuditor_inTheirLogAlone() {
    List<String> read = new ArrayList<>();
    DetailsCipher cipher = key().open(header(), origin()).orElseThrow();
    assertThat(
            DetailFile.read(
                new ByteArrayInputStream(file()),
                cipher,
                FIRST,
                4,
                (detail, place) -> read.add(said(detail))))
        .isEmpty();
    List<String> expected = new ArrayList<>();
    vectors.get("stored").forEach(each -> expected.add(each.textValue()));
    assertThat(read).isEqualTo(expected);
    assertThat(DetailsKey.generate().open(header(), origin())).isEmpty();
    assertThat(
            DetailFile.read(
                new ByteArrayInputStream(file()),
                key().open(header(), origin() + "-2").orElseThrow(),
                FIRST,
                4,
                (detail, place) -> {}))
        .hasValueSatisfying(why -> assertThat(why).contains("place 0"));
  }

  private static String said(StoredDetail detail) {
    if (detail == StoredDetail.NONE) {
      return "nothing";
    }
    return detail == StoredDetail.UNOPENED
        ? "does not open"
        : new String(detail.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void details_areReadAlikeByASecondReader() throws Exception {
    HpkePage page = new HpkePage(Samples.pattern(32, 1).toArray(), header(), origin());
    ByteBuffer in = ByteBuffer.wrap(file());
    int index = FIRST;
    for (JsonNode stored : vectors.get("stored")) {
      int length = in.getInt();
      switch (stored.textValue()) {
        case "nothing" -> assertThat(length).isZero();
        case "does not open" -> assertThat(length).isEqualTo(-1);
        default -> {
          byte[] sealed = new byte[length];
          in.get(sealed);
          byte[] plain = page.open(index, sealed);
          assertThat(Bytes.of(plain, 0, 32)).isEqualTo(Samples.pattern(32, 7));
          assertThat(new String(plain, 32, plain.length - 32, StandardCharsets.UTF_8))
              .isEqualTo(stored.textValue());
        }
      }
      index++;
    }
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void everyBitOfTheFile_counts() {
    DetailsCipher cipher = key().open(header(), origin()).orElseThrow();
    for (int bit = 0; bit < 8 * file().length; bit++) {
      byte[] changed = file();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      List<String> read = new ArrayList<>();
      boolean refused =
          DetailFile.read(
                  new ByteArrayInputStream(changed),
                  cipher,
                  FIRST,
                  4,
                  (detail, place) -> read.add(said(detail)))
              .isPresent();
      assertThat(refused).as("bit " + bit + " gave " + read).isTrue();
    }
  }
}
