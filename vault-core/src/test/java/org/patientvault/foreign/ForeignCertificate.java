package org.patientvault.foreign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a certificate by docs/formats/erase-certificate.md, and by C2SP tlog-proof, alone. */
public final class ForeignCertificate {
  private static final int MOST_BYTES = 212_992;
  private static final int MOST_TEXT = 65_536;
  private static final Pattern FILE =
      Pattern.compile(
          """
          patientvault-erase-certificate v1
          patient (?<patient>[0-9a-f]{32})
          salt (?<salt>[0-9a-f]{32})
          (?<text>[^\n]+)

          c2sp\\.org/tlog-proof@v1
          extra (?<entry>[^\n]+)
          index (?<index>0|[1-9][0-9]{0,15})
          (?<hashes>(?:[^\n]{44}
          ){0,63})
          (?<note>.*)\
          """,
          Pattern.DOTALL);
  private static final String NUMBER = "(?:0|[1-9][0-9]{0,15})";
  private static final String TIME =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
          + "(?:\\.(?!000Z)[0-9]{3}(?:(?!000)[0-9]{3}){0,1}(?:(?!000)[0-9]{3}){0,1})?Z";
  private static final Pattern TEXT =
      Pattern.compile(
          "\\{\"asked\":\"TIME\",\"at\":\"(?<at>TIME)\",\"backups\":\\{\"count\":(?:0|[1-9][0-9]{0,15},\"until\":\"TIME\")},"
                  .replace("TIME", TIME)
              + "\"details\":\\{(?:\"access\":N)?,?(?:\"administration\":N)?,?(?:\"disclosure\":N)?,?(?:\"oversight\":N)?},"
                  .replace("N", NUMBER)
              + "\"elsewhere\":\\[(?:\"[a-z-]{1,32}\",?)*],\"erased\":\"patient\",\"ground\":\"(?:request|order|unlawful|expiry)\","
              + "\"identifiers\":N,\"keys\":\\[(?:\"[0-9a-f]{64}\",?)*],\"number\":(?<number>[1-9][0-9]{0,15}),"
                  .replace("N", NUMBER)
              + "\"origin\":\"(?<origin>[^\"\\\\]+)\",\"records\":N,\"revisions\":(?<revisions>N),"
                  .replace("N", NUMBER)
              + "\"subject\":\"(?<subject>[0-9a-f]{64})\",\"v\":1}");

  /** What a certificate that holds says. */
  public record Said(String patient, long number, long revisions, String at) {}

  private ForeignCertificate() {}

  /**
   * Reads and checks a certificate.
   *
   * @throws ForeignRefusal when it does not hold
   */
  public static Said read(byte[] file, byte[] policy)
      throws GeneralSecurityException, ForeignRefusal {
    ForeignRefusal.when(file.length > MOST_BYTES, "too long");
    Matcher parts = FILE.matcher(new String(file, StandardCharsets.ISO_8859_1));
    ForeignRefusal.when(!parts.matches(), "not a certificate");
    byte[] text = parts.group("text").getBytes(StandardCharsets.ISO_8859_1);
    ForeignRefusal.when(text.length > MOST_TEXT, "a long text");
    Matcher said = TEXT.matcher(parts.group("text"));
    boolean listed = !parts.group("text").matches(".*(?:,[]}]|[{\\[],|,,|\"\").*");
    ForeignRefusal.when(!said.matches() || !listed, "not the text of a certificate");
    ForeignHead head = open(parts.group("note"), policy);
    byte[] entry = ForeignKey.decoded(parts.group("entry"));
    stands(entry, Long.parseLong(parts.group("index")), parts.group("hashes"), head);
    names(new String(entry, StandardCharsets.US_ASCII), text);
    ForeignRefusal.when(!said.group("origin").equals(head.origin()), "a text of another log");
    byte[] subject =
        ForeignHash.sha256(
            "PVep1".getBytes(StandardCharsets.US_ASCII),
            HexFormat.of().parseHex(parts.group("salt")),
            HexFormat.of().parseHex(parts.group("patient")));
    ForeignRefusal.when(
        !HexFormat.of().formatHex(subject).equals(said.group("subject")), "another patient");
    return new Said(
        parts.group("patient"),
        Long.parseLong(said.group("number")),
        Long.parseLong(said.group("revisions")),
        said.group("at"));
  }

  private static void names(String entry, byte[] text) throws ForeignRefusal {
    String digest =
        Base64.getUrlEncoder().withoutPadding().encodeToString(ForeignHash.sha256(text));
    ForeignRefusal.when(
        !entry.contains(",\"e\":\"ERASE\",\"o\":0,") || !entry.contains(",\"q\":\"" + digest + '"'),
        "an entry that does not name the text");
  }

  /** RFC 9162, section 2.1.3.2. */
  private static void stands(byte[] entry, long index, String hashes, ForeignHead head)
      throws ForeignRefusal {
    ForeignRefusal.when(index >= head.size(), "an index beyond the head");
    byte[] node = ForeignHash.leaf(entry);
    long fn = index;
    long sn = head.size() - 1;
    List<String> lines =
        hashes.isEmpty()
            ? List.of()
            : List.of(hashes.substring(0, hashes.length() - 1).split("\n"));
    for (String line : lines) {
      byte[] beside = ForeignKey.decoded(line);
      ForeignRefusal.when(sn == 0 || beside.length != 32, "a hash too many");
      if ((fn & 1) == 1 || fn == sn) {
        node = ForeignHash.sha256(new byte[] {1}, beside, node);
        while (fn != 0 && (fn & 1) == 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        node = ForeignHash.sha256(new byte[] {1}, node, beside);
      }
      fn >>= 1;
      sn >>= 1;
    }
    ForeignRefusal.when(sn != 0 || !Arrays.equals(node, head.root()), "another tree");
  }

  /** Every key of the log must have signed. */
  private static ForeignHead open(String latin, byte[] policy)
      throws GeneralSecurityException, ForeignRefusal {
    String note = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    int blank = note.lastIndexOf("\n\n");
    ForeignRefusal.when(
        blank < 0 || note.length() < blank + 3 || !note.endsWith("\n"), "not a note");
    ForeignHead head = ForeignHead.parse(note.substring(0, blank + 1));
    List<ForeignKey> keys = new ArrayList<>();
    Matcher vkeys =
        Pattern.compile("(?m)^(?:log|witness [^ ]+) ([^ \n]+)")
            .matcher(new String(policy, StandardCharsets.UTF_8));
    while (vkeys.find()) {
      ForeignKey key = ForeignKey.parse(vkeys.group(1));
      if (key.name().equals(head.origin())) {
        keys.add(key);
      }
    }
    Set<String> signed = new HashSet<>();
    for (String line : note.substring(blank + 2, note.length() - 1).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      ForeignRefusal.when(parts.length != 3 || !parts[0].equals("\u2014"), "not a signature line");
      byte[] bytes = ForeignKey.decoded(parts[2]);
      ForeignRefusal.when(bytes.length < 5, "a short signature");
      for (ForeignKey key : keys) {
        if (key.name().equals(parts[1]) && Arrays.equals(key.id(), 0, 4, bytes, 0, 4)) {
          byte[] signature = Arrays.copyOfRange(bytes, 4, bytes.length);
          ForeignRefusal.when(!key.signed(head, signature), "a bad signature");
          signed.add(key.vkey());
        }
      }
    }
    for (ForeignKey key : keys) {
      ForeignRefusal.when(!signed.contains(key.vkey()), "a signature that is missing");
    }
    ForeignRefusal.when(keys.isEmpty(), "no key");
    return head;
  }
}
