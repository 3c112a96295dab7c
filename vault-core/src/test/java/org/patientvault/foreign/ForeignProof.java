package org.patientvault.foreign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proof of C2SP tlog-proof with the entry in {@code extra}, that the log names a text. Never
 * compared.
 */
@SuppressWarnings("ArrayRecordComponent")
record ForeignProof(byte[] entry, long index, String hashes, String note) {
  private static final int MOST_BYTES = 81_920;
  private static final Pattern FILE =
      Pattern.compile(
          """
          c2sp\\.org/tlog-proof@v1
          extra (?<entry>[^\n]+)
          index (?<index>0|[1-9][0-9]{0,15})
          (?<hashes>(?:[^\n]{44}
          ){0,63})
          (?<note>.*)\
          """,
          Pattern.DOTALL);

  /**
   * Reads one.
   *
   * @param latin its bytes, each as one character
   */
  static ForeignProof read(String latin) throws ForeignRefusal {
    ForeignRefusal.when(latin.length() > MOST_BYTES, "a proof too long");
    Matcher parts = FILE.matcher(latin);
    ForeignRefusal.when(!parts.matches(), "not a proof");
    long index = Long.parseLong(parts.group("index"));
    ForeignRefusal.when(index > (1L << 53) - 1, "an index too large");
    for (String line : lines(parts.group("hashes"))) {
      ForeignRefusal.when(ForeignKey.decoded(line).length != 32, "not a hash");
    }
    return new ForeignProof(
        ForeignKey.decoded(parts.group("entry")),
        index,
        parts.group("hashes"),
        parts.group("note"));
  }

  /** The head that says that an entry of {@code event}, with outcome success, names the text. */
  ForeignHead check(String event, byte[] text, byte[] policy)
      throws GeneralSecurityException, ForeignRefusal {
    ForeignHead head = open(note, policy);
    stands(head);
    String digest =
        Base64.getUrlEncoder().withoutPadding().encodeToString(ForeignHash.sha256(text));
    String said = new String(entry, StandardCharsets.US_ASCII);
    ForeignRefusal.when(
        !said.contains(",\"e\":\"" + event + "\",\"o\":0,")
            || !said.contains(",\"q\":\"" + digest + '"'),
        "an entry that does not name the text");
    return head;
  }

  private static List<String> lines(String hashes) {
    return hashes.isEmpty()
        ? List.of()
        : List.of(hashes.substring(0, hashes.length() - 1).split("\n"));
  }

  /** RFC 9162, section 2.1.3.2. */
  private void stands(ForeignHead head) throws ForeignRefusal {
    ForeignRefusal.when(index >= head.size(), "an index beyond the head");
    byte[] node = ForeignHash.leaf(entry);
    long fn = index;
    long sn = head.size() - 1;
    for (String line : lines(hashes)) {
      byte[] beside = ForeignKey.decoded(line);
      ForeignRefusal.when(sn == 0, "a hash too many");
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
