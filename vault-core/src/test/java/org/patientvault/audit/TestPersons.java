package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.patientvault.model.Bytes;

/** Administrators with keys in the open, what they ask and answer, and texts that are none. */
final class TestPersons {
  static final AdministratorKey ANNA = key("anna", 1);
  static final AdministratorKey BEN = key("ben", 2);

  private TestPersons() {}

  static AdministratorKey key(String name, int seed) {
    byte[] secret = Arrays.copyOf("PVak1".getBytes(StandardCharsets.US_ASCII), 5 + 32);
    Arrays.fill(secret, 5, secret.length, (byte) seed);
    return AdministratorKey.of(name, secret);
  }

  static List<String> administrators() {
    return List.of(list(0), list(1), list(2), list(16));
  }

  private static String list(int size) {
    return text(
        new Administrators(
                IntStream.range(0, size)
                    .mapToObj(i -> i == 0 ? ANNA : i == 1 ? BEN : key("c." + (i - 1) + "_-", i + 1))
                    .map(AdministratorKey::publicKey)
                    .toList())
            .text());
  }

  static Map<String, String> refusedAdministrators() {
    String two = list(2);
    String anna = '"' + ANNA.publicKey().vkey() + '"';
    String ben = '"' + BEN.publicKey().vkey() + '"';
    Map<String, String> none = new LinkedHashMap<>();
    none.put("no list", "{\"v\":1}");
    none.put("another version", two.replace("\"v\":1", "\"v\":2"));
    none.put("one member more", two.replace("\"v\":1", "\"v\":1,\"w\":1"));
    none.put("not in the order of names", two.replace(anna + "," + ben, ben + "," + anna));
    none.put("a name twice", two.replace(ben, anna));
    none.put("a key twice", two.replace(ben, vkey("ben", ANNA.publicKey().publicKey())));
    none.put("another key id", two.replaceFirst("anna\\+[0-9a-f]{8}", "anna+00000000"));
    none.put("an id in upper case", two.replace(ben, upperCaseId(ben)));
    none.put("a number", two.replace(anna, "1"));
    none.put("a name of another form", two.replace(anna, vkey("Anna", ANNA)));
    none.put("a name too long", two.replace(anna, vkey("a".repeat(65), ANNA)));
    none.put("a point of low order", two.replace(anna, vkey("anna", low(1))));
    none.put("a point that is none", two.replace(anna, vkey("anna", low(2))));
    none.put("a point in another encoding", two.replace(anna, vkey("anna", high())));
    none.put(
        "another kind of key", two.replace(anna, vkey("anna", 4, ANNA.publicKey().publicKey())));
    none.put("seventeen", list(16).replace("],\"v\"", "," + vkey("d", key("d", 99)) + "],\"v\""));
    none.put("spaces", two.replace(":", ": "));
    none.put("a byte behind the end", two + "\n");
    return none;
  }

  private static String upperCaseId(String vkey) {
    String id = vkey.split("\\+", 3)[1];
    return vkey.replace(id, id.toUpperCase(Locale.ROOT));
  }

  /** The little-endian number: 1 is the neutral point, 2 no point at all. */
  private static Bytes low(int number) {
    byte[] point = new byte[32];
    point[0] = (byte) number;
    return Bytes.of(point);
  }

  /** The neutral point, as p + 1. */
  private static Bytes high() {
    byte[] point = new byte[32];
    Arrays.fill(point, (byte) 0xff);
    point[0] = (byte) 0xee;
    point[31] = 0x7f;
    return Bytes.of(point);
  }

  private static String vkey(String name, AdministratorKey key) {
    return vkey(name, key.publicKey().publicKey());
  }

  private static String vkey(String name, Bytes key) {
    return vkey(name, SignatureType.ED25519.code(), key);
  }

  /** Spelled as a vkey is, whatever it holds. */
  private static String vkey(String name, int type, Bytes key) {
    byte[] typed = ByteBuffer.allocate(33).put((byte) type).put(key.toArray()).array();
    byte[] label = (name + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] named = Arrays.copyOf(label, label.length + typed.length);
    System.arraycopy(typed, 0, named, label.length, typed.length);
    String id = HexFormat.of().formatHex(MerkleHash.sha256().digest(named), 0, 4);
    return '"' + name + "+" + id + "+" + StrictBase64.encode(typed) + '"';
  }

  static ChangeRequest request(RequestKind kind) {
    return new ChangeRequest(
        "0123456789abcdef0123456789abcdef",
        kind,
        TestLog.ORIGIN,
        "anna",
        Samples.pattern(32, 3),
        kind.publishes() ? Optional.of(Samples.pattern(32, 4)) : Optional.empty(),
        Instant.parse("2026-03-02T08:00:00Z"),
        Instant.parse("2026-03-09T08:00:00.120Z"));
  }

  static SignedRequest asked(RequestKind kind) {
    return SignedRequest.sign(request(kind), ANNA);
  }

  static Map<String, String> refusedRequests() {
    String policy = text(asked(RequestKind.POLICY_INSTALL).text());
    String slot = text(asked(RequestKind.SLOT_REMOVE).text());
    Map<String, String> none = new LinkedHashMap<>();
    none.put("nothing", "{}");
    none.put("another version", slot.replace("\"v\":1}", "\"v\":2}"));
    none.put("a request of another version", slot.replace("\"v\":1},", "\"v\":2},"));
    none.put("one member more", slot.replace("\"v\":1}", "\"v\":1,\"w\":1}"));
    none.put("one member less", slot.replace("\"details\":\"" + "03".repeat(32) + "\",", ""));
    none.put("another kind", slot.replace("slot-remove", "slot-add"));
    none.put("a text for what has none", policy.replace("policy-install", "slot-remove"));
    none.put("no text for what has one", slot.replace("slot-remove", "policy-install"));
    none.put("a short digest", slot.replace("03".repeat(32), "03".repeat(31)));
    none.put("upper case", slot.replace("0123456789abcdef", "0123456789ABCDEF"));
    none.put("a short id", slot.replace("0123456789abcdef\"", "0123456789abcde\""));
    none.put("a name of another form", slot.replace("\"anna\"", "\"Anna Meier\""));
    none.put("an origin with a space", slot.replace("vault.example", "vault example"));
    none.put("expires before it begins", slot.replace("2026-03-09", "2026-03-01"));
    none.put("a zone", slot.replace("08:00:00Z", "09:00:00+01:00"));
    none.put("a fraction of two digits", slot.replace("00.120Z", "00.12Z"));
    none.put("a fraction of zeros", slot.replace("00.120Z", "00.000Z"));
    none.put("no such day", slot.replace("2026-03-02", "2026-02-30"));
    none.put("a leap second", slot.replace("08:00:00Z", "23:59:60Z"));
    none.put("a year of five digits", slot.replace("2026-03-09", "+10000-03-09"));
    none.put("a year before 1970", slot.replace("2026-03-02", "1969-03-02"));
    none.put("a short signature", slot.replaceFirst("\"signature\":\"..", "\"signature\":\""));
    none.put("spaces", slot.replace(",", ", "));
    none.put("too long", slot.replace("\"v\":1}", "\"v\":1" + " ".repeat(4096) + "}"));
    return none;
  }

  /** Texts that are read, and whose signature is not anna's over them. */
  static Map<String, String> forgedRequests() {
    SignedRequest asked = asked(RequestKind.SLOT_REMOVE);
    String whole = text(asked.text());
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("another slot", whole.replace("03".repeat(32), "07".repeat(32)));
    forged.put("later", whole.replace("2026-03-09", "2026-03-19"));
    forged.put(
        "an approval's signature",
        text(
            new SignedRequest(
                    asked.request(),
                    RequestAnswer.sign(RequestAnswer.Says.APPROVE, asked.request(), ANNA)
                        .signature())
                .text()));
    forged.put(
        "ben's signature",
        text(new SignedRequest(asked.request(), BEN.sign(asked.request().message("ask"))).text()));
    return forged;
  }

  static RequestAnswer answer(RequestAnswer.Says says) {
    return RequestAnswer.sign(
        says, request(RequestKind.SLOT_REMOVE), says == RequestAnswer.Says.CANCEL ? ANNA : BEN);
  }

  static Map<String, String> refusedAnswers() {
    String whole = text(answer(RequestAnswer.Says.APPROVE).text());
    Map<String, String> none = new LinkedHashMap<>();
    none.put("nothing", "{}");
    none.put("another version", whole.replace("\"v\":1", "\"v\":2"));
    none.put("no version", whole.replace(",\"v\":1", ""));
    none.put("one member more", whole.replace("\"v\":1", "\"v\":1,\"w\":1"));
    none.put("another answer", whole.replace("\"approve\"", "\"perhaps\""));
    none.put("an answer in upper case", whole.replace("\"approve\"", "\"APPROVE\""));
    none.put("a name of another form", whole.replace("\"ben\"", "\"\""));
    none.put("a short digest", whole.replaceFirst("\"request\":\"..", "\"request\":\""));
    none.put("a short signature", whole.replaceFirst("\"signature\":\"..", "\"signature\":\""));
    none.put("a list", "[" + whole + "]");
    none.put("too long", whole.replace("\"ben\"", "\"" + "b".repeat(1024) + "\""));
    return none;
  }

  /** Texts that are read, and whose signature is not ben's over them. */
  static Map<String, String> forgedAnswers() {
    String whole = text(answer(RequestAnswer.Says.REJECT).text());
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("a rejection made an approval", whole.replace("reject", "approve"));
    forged.put("about another request", whole.replaceFirst("\"request\":\"..", "\"request\":\"00"));
    forged.put("in anna's name", whole.replace("\"ben\"", "\"anna\""));
    return forged;
  }

  private static String text(byte[] bytes) {
    return VectorsFile.text(bytes);
  }
}
