package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.EnvelopePage.Field;
import org.patientvault.internal.crypto.EnvelopePage.Place;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * docs/formats/vectors/field-envelope.json: made by the second writer, read by the product and by
 * the second reader; and what the product seals, the second reader opens.
 */
class EnvelopeVectorsTest {
  private static final String FILE = "field-envelope.json";
  private static final byte[] KEY = Vectors.counting(0, 64);
  private static final byte[] IV = Vectors.counting(0xC0, 12);
  private static final Place PLACE =
      new Place(
          Vectors.counting(0x10, 16),
          Vectors.counting(0x20, 16),
          Vectors.counting(0x30, 16),
          7,
          3,
          "AllergyIntolerance",
          "clinical");

  private static final List<Field> FIELDS =
      List.of(
          new Field("code", 1, "Penicillin".getBytes(StandardCharsets.UTF_8)),
          new Field("criticality", 0, new byte[0]),
          new Field("onset", 5, "1970-05".getBytes(StandardCharsets.UTF_8)));

  private final GroupCipher cipher = new GroupCipher();

  @Test
  void theFile_isWhatTheSecondWriterMakes() throws IOException {
    ObjectNode file = Vectors.object();
    file.put("page", "docs/formats/field-envelope.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=EnvelopeVectorsTest" + " -Dpatientvault.vectors=write");
    file.set("plaintexts", plaintexts());
    file.set("opens", opens());
    file.set("dummies", dummies());
    file.set("rejected", rejected());

    Vectors.check(FILE, file);
  }

  private static ArrayNode plaintexts() {
    ArrayNode all = Vectors.array();
    all.add(plaintext("padded", EnvelopePage.writePlaintext(FIELDS, 0, true)));
    all.add(
        plaintext("with 100 bytes more reserved", EnvelopePage.writePlaintext(FIELDS, 100, true)));
    all.add(plaintext("not padded", EnvelopePage.writePlaintext(FIELDS, 0, false)));
    all.add(plaintext("no field", EnvelopePage.writePlaintext(List.of(), 0, true)));
    List<Field> unsorted = List.of(FIELDS.get(1), FIELDS.get(0));
    all.add(bad("fields out of order", EnvelopePage.writePlaintext(unsorted, 0, true)));
    List<Field> twice = List.of(FIELDS.get(0), FIELDS.get(0));
    all.add(bad("a field twice", EnvelopePage.writePlaintext(twice, 0, true)));
    List<Field> kind = List.of(new Field("code", 9, new byte[0]));
    all.add(bad("a kind that is never stored", EnvelopePage.writePlaintext(kind, 0, true)));
    List<Field> name = List.of(new Field("9code", 1, new byte[0]));
    all.add(bad("not a field name", EnvelopePage.writePlaintext(name, 0, true)));
    byte[] padding = EnvelopePage.writePlaintext(FIELDS, 0, true);
    padding[padding.length - 1] = 1;
    all.add(bad("padding that is not zero", padding));
    byte[] whole = EnvelopePage.writePlaintext(FIELDS, 0, false);
    all.add(bad("cut short", Arrays.copyOf(whole, whole.length - 1)));
    all.add(bad("empty", new byte[0]));
    byte[] negative = EnvelopePage.writePlaintext(FIELDS, 0, true);
    negative[8] = (byte) 0x80;
    all.add(bad("a length over 2^31", negative));
    return all;
  }

  private static ObjectNode plaintext(String name, byte[] encoded) {
    ObjectNode vector = Vectors.object().put("name", name).put("accepted", true);
    return vector.put("size", encoded.length).put("plaintext", Vectors.hex(encoded));
  }

  private static ObjectNode bad(String name, byte[] encoded) {
    return Vectors.object()
        .put("name", name)
        .put("accepted", false)
        .put("plaintext", Vectors.hex(encoded));
  }

  private static ArrayNode opens() {
    ArrayNode all = Vectors.array();
    all.add(sealed("a group", PLACE, EnvelopePage.writePlaintext(FIELDS, 0, true)));
    all.add(sealed("an empty plaintext", PLACE, new byte[0]));
    Place longest = named(PLACE, "A".repeat(64), "g".repeat(63), Integer.MAX_VALUE);
    all.add(sealed("the longest names and versions", longest, new byte[32]));
    Place shortest = named(PLACE, "A", "a", 1);
    all.add(sealed("the shortest names and versions", shortest, new byte[32]));
    return all;
  }

  private static Place named(Place p, String type, String group, int number) {
    return new Place(p.vault(), p.patient(), p.record(), number, number, type, group);
  }

  private static ObjectNode sealed(String name, Place place, byte[] plaintext) {
    byte[] tag = EnvelopePage.groupTag(KEY, place.record(), place.group());
    return place(Vectors.object().put("name", name), place)
        .put("group_tag", Vectors.hex(tag))
        .put("associated_data", Vectors.hex(EnvelopePage.associatedData(place)))
        .put("plaintext", Vectors.hex(plaintext))
        .put("sealed", Vectors.hex(EnvelopePage.seal(KEY, place, IV, plaintext)));
  }

  private static ObjectNode place(ObjectNode vector, Place place) {
    return vector
        .put("patient_key", Vectors.hex(KEY))
        .put("key_version", place.keyVersion())
        .put("vault", Vectors.hex(place.vault()))
        .put("patient", Vectors.hex(place.patient()))
        .put("record", Vectors.hex(place.record()))
        .put("type", place.type())
        .put("group", place.group())
        .put("group_revision", place.groupRevision());
  }

  private static ArrayNode dummies() {
    byte[] tag = Vectors.counting(0x51, 8);
    Place place = EnvelopePage.dummy(PLACE, tag);
    ObjectNode vector = place(Vectors.object().put("name", "a dummy of 48 bytes"), place);
    vector.put("tag", Vectors.hex(tag));
    vector.put("associated_data", Vectors.hex(EnvelopePage.associatedData(place)));
    vector.put("sealed", Vectors.hex(EnvelopePage.seal(KEY, place, IV, new byte[48])));
    return Vectors.array().add(vector);
  }

  private static ArrayNode rejected() {
    byte[] whole = EnvelopePage.seal(KEY, PLACE, IV, new byte[4]);
    ArrayNode all = Vectors.array();
    all.add(rejected("no byte at all", new byte[0]));
    all.add(rejected("32 bytes", Arrays.copyOf(whole, 32)));
    all.add(rejected("cut short by one byte", Arrays.copyOf(whole, whole.length - 1)));
    all.add(rejected("one byte too many", Arrays.copyOf(whole, whole.length + 1)));
    all.add(rejected("another format in byte 0", changed(whole, 0)));
    all.add(rejected("another key version", changed(whole, 4)));
    all.add(rejected("a changed iv", changed(whole, 5)));
    all.add(rejected("a changed ciphertext", changed(whole, 17)));
    all.add(rejected("a changed tag", changed(whole, whole.length - 1)));
    Place other = named(PLACE, PLACE.type(), "sensitive", 3);
    all.add(rejected("sealed for another group", EnvelopePage.seal(KEY, other, IV, new byte[4])));
    Place dummy = EnvelopePage.dummy(PLACE, Vectors.counting(0x51, 8));
    all.add(rejected("a dummy", EnvelopePage.seal(KEY, dummy, IV, new byte[4])));
    return all;
  }

  private static ObjectNode rejected(String name, byte[] sealed) {
    return place(Vectors.object().put("name", name), PLACE).put("sealed", Vectors.hex(sealed));
  }

  private static byte[] changed(byte[] whole, int at) {
    byte[] changed = whole.clone();
    changed[at] ^= 2;
    return changed;
  }

  @Test
  void product_opensEveryVectorThatOpens() throws IOException {
    for (JsonNode vector : Vectors.read(FILE).get("opens")) {
      byte[] sealed = Vectors.bytes(vector, "sealed");
      assertThat(cipher.open(key(vector), context(vector), sealed, 0, sealed.length))
          .as(vector.get("name").asText())
          .isEqualTo(Vectors.bytes(vector, "plaintext"));
      assertThat(cipher.tags(key(vector), context(vector).record()).of(context(vector).group()))
          .isEqualTo(Bytes.fromHex(vector.get("group_tag").asText()));
      assertThat(StockTink.associatedData(context(vector), key(vector)))
          .isEqualTo(Vectors.bytes(vector, "associated_data"));
    }
  }

  @Test
  void product_acceptsEveryDummy() throws IOException {
    for (JsonNode vector : Vectors.read(FILE).get("dummies")) {
      cipher.checkDummy(
          key(vector),
          new VaultId(id(vector, "vault")),
          new PatientRef(id(vector, "patient")),
          new RecordRef(id(vector, "record")),
          vector.get("group_revision").asInt(),
          id(vector, "tag"),
          Vectors.bytes(vector, "sealed"));
    }
  }

  @Test
  void product_rejectsEveryVectorThatIsRejected() throws IOException {
    for (JsonNode vector : Vectors.read(FILE).get("rejected")) {
      byte[] sealed = Vectors.bytes(vector, "sealed");
      assertThatThrownBy(() -> cipher.open(key(vector), context(vector), sealed, 0, sealed.length))
          .as(vector.get("name").asText())
          .isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void secondReader_agreesOnEveryVector() throws Exception {
    JsonNode file = Vectors.read(FILE);
    for (JsonNode vector : file.get("opens")) {
      assertThat(EnvelopePage.open(KEY, place(vector), Vectors.bytes(vector, "sealed")))
          .isEqualTo(Vectors.bytes(vector, "plaintext"));
    }
    for (JsonNode vector : file.get("rejected")) {
      assertThatThrownBy(
              () -> EnvelopePage.open(KEY, place(vector), Vectors.bytes(vector, "sealed")))
          .as(vector.get("name").asText())
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void secondReader_agreesOnEveryPlaintext() throws Exception {
    List<String> refused = new ArrayList<>();
    for (JsonNode vector : Vectors.read(FILE).get("plaintexts")) {
      byte[] plaintext = Vectors.bytes(vector, "plaintext");
      if (vector.get("accepted").asBoolean()) {
        assertThat(EnvelopePage.readPlaintext(plaintext)).hasSizeBetween(0, 3);
      } else {
        refused.add(vector.get("name").asText());
        assertThatThrownBy(() -> EnvelopePage.readPlaintext(plaintext))
            .as(vector.get("name").asText())
            .isInstanceOf(GeneralSecurityException.class);
      }
    }
    assertThat(refused).hasSize(8);
  }

  @Test
  void secondReader_opensWhatTheProductSeals() throws Exception {
    PatientKey key = PatientKey.random(9);
    GroupContext here = Places.HERE;
    Place place =
        new Place(
            here.vault().value().toArray(),
            here.patient().value().toArray(),
            here.record().value().toArray(),
            9,
            here.groupRevision(),
            here.type().value(),
            here.group().value());
    byte[] sealed = cipher.seal(key, here, KEY, KEY.length);

    assertThat(EnvelopePage.open(key.toArray(), place, sealed)).isEqualTo(KEY);
    assertThat(EnvelopePage.groupTag(key.toArray(), place.record(), place.group()))
        .isEqualTo(cipher.tags(key, here.record()).of(here.group()).toArray());
  }

  private static PatientKey key(JsonNode vector) {
    return new PatientKey(vector.get("key_version").asInt(), Vectors.bytes(vector, "patient_key"));
  }

  private static GroupContext context(JsonNode vector) {
    return new GroupContext(
        new VaultId(id(vector, "vault")),
        new PatientRef(id(vector, "patient")),
        new RecordRef(id(vector, "record")),
        new RecordType(vector.get("type").asText()),
        new GroupName(vector.get("group").asText()),
        vector.get("group_revision").asInt());
  }

  private static Place place(JsonNode vector) {
    return new Place(
        Vectors.bytes(vector, "vault"),
        Vectors.bytes(vector, "patient"),
        Vectors.bytes(vector, "record"),
        vector.get("key_version").asInt(),
        vector.get("group_revision").asInt(),
        vector.get("type").asText(),
        vector.get("group").asText());
  }

  private static Bytes id(JsonNode vector, String name) {
    return Bytes.fromHex(vector.get(name).asText());
  }
}
