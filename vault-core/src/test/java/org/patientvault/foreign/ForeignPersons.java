package org.patientvault.foreign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Reads the texts of two persons by docs/formats/audit-log.md, "Two persons", alone. */
public final class ForeignPersons {
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";
  private static final Set<String> WITH_TEXT =
      Set.of(
          "policy-install",
          "schema-install",
          "witnesses",
          "retention",
          "erasure-rule",
          "administrators");
  private static final Set<String> WITHOUT_TEXT =
      Set.of("slot-remove", "key-destroy", "details-erase", "patient-erase");

  private static final String REQUEST = "{\"request\":";
  private static final String SIGNATURE = ",\"signature\":\"";
  private static final String END = "\",\"v\":1}";

  private ForeignPersons() {}

  /** The vkeys of a list of administrators. */
  public static List<String> administrators(byte[] text) throws ForeignRefusal {
    ForeignMembers list = ForeignMembers.ofVersion1(text, 65_536).exactly("administrators", "v");
    List<String> vkeys = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    String before = "";
    for (Object item : list.items("administrators")) {
      ForeignRefusal.when(!(item instanceof String), "no vkey");
      ForeignKey key = administrator((String) item);
      ForeignRefusal.when(before.compareTo(key.name()) >= 0, "not in the order of names");
      before = key.name();
      keys.add(HexFormat.of().formatHex(key.publicKey()));
      vkeys.add((String) item);
    }
    ForeignRefusal.when(keys.size() > 16 || Set.copyOf(keys).size() < keys.size(), "a key twice");
    return vkeys;
  }

  private static ForeignKey administrator(String vkey) throws ForeignRefusal {
    ForeignKey key = ForeignKey.parse(vkey);
    ForeignRefusal.when(
        !key.name().matches(NAME)
            || key.type() != ForeignKey.ED25519
            || key.publicKey().length != 32
            || !ForeignPoint.isPublicKey(key.publicKey()),
        "not an administrator's key");
    return key;
  }

  /** What a request says of itself: its id, and the digest that answers name. */
  public record Asked(String id, String kind, String admin, String digest, Instant expires) {}

  /**
   * Reads a request.
   *
   * @param vkey whose signature it must have; empty to look at none
   */
  public static Asked request(byte[] text, String vkey)
      throws ForeignRefusal, GeneralSecurityException {
    ForeignMembers all = ForeignMembers.ofVersion1(text, 4_096);
    ForeignMembers request = all.exactly("request", "signature", "v").object("request");
    String kind = request.text("kind", "[a-z-]+");
    boolean publishes = WITH_TEXT.contains(kind);
    ForeignRefusal.when(!publishes && !WITHOUT_TEXT.contains(kind), "no such kind");
    List<String> names =
        new ArrayList<>(
            List.of("admin", "details", "expires", "id", "kind", "not-before", "origin", "v"));
    if (publishes) {
      names.add("text");
      request.hex("text", 32);
    }
    request.exactly(names.toArray(String[]::new));
    ForeignRefusal.when(request.number("v") != 1, "another version");
    request.origin("origin");
    request.hex("details", 32);
    Instant expires = request.time("expires");
    ForeignRefusal.when(!request.time("not-before").isBefore(expires), "never to be done");
    // Canonical, so the bytes in the text are those of its own.
    int end = text.length - SIGNATURE.length() - 128 - END.length();
    String digest = digest(Arrays.copyOfRange(text, REQUEST.length(), end));
    check("ask", digest, all.hex("signature", 64), request.text("admin", NAME), vkey);
    return new Asked(
        request.text("id", "[0-9a-f]{32}"), kind, request.text("admin", NAME), digest, expires);
  }

  /** What an answer says. */
  public record Answered(String admin, String answer, String digest) {}

  /** Reads an answer; {@code vkey} as for {@link #request}. */
  public static Answered answer(byte[] text, String vkey)
      throws ForeignRefusal, GeneralSecurityException {
    ForeignMembers all =
        ForeignMembers.ofVersion1(text, 1_024)
            .exactly("admin", "answer", "request", "signature", "v");
    String answer = all.text("answer", "approve|reject|cancel");
    String digest = HexFormat.of().formatHex(all.hex("request", 32));
    check(answer, digest, all.hex("signature", 64), all.text("admin", NAME), vkey);
    return new Answered(all.text("admin", NAME), answer, digest);
  }

  private static void check(String what, String digest, byte[] signature, String admin, String vkey)
      throws ForeignRefusal, GeneralSecurityException {
    if (vkey.isEmpty()) {
      return;
    }
    ForeignKey key = ForeignKey.parse(vkey);
    byte[] message =
        ("patientvault request\n" + what + "\n" + digest + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    ForeignRefusal.when(
        !key.name().equals(admin) || !key.signed(message, signature), "not signed by this key");
  }

  private static String digest(byte[] text) {
    return HexFormat.of().formatHex(ForeignHash.sha256(text));
  }
}
