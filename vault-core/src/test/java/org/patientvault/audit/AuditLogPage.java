package org.patientvault.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second reader of docs/formats/audit-log.md: entries, details and the tree. Made from the page
 * alone, with nothing of the product; its table of events is the page's own, read from there.
 */
final class AuditLogPage {
  private static final List<Character> ORDER = letters("vtnbkeoarsdcuxphwyqlgz");
  private static final String COMMON = "vtnbkeo";
  private static final String ANYWHERE = "xhl";
  private static final String ID = "\"[A-Za-z0-9_-]{21}[AQgw]\"";
  private static final String HASH = "\"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\"";
  private static final String SEAL = "\"[A-Za-z0-9_-]{85}[AQgw]\"";
  private static final String INTEGER = "(?:0|[1-9][0-9]{0,15})";
  private static final String RANGE = "\\[" + INTEGER + "," + INTEGER + "\\]";
  private static final long MOST = (1L << 53) - 1;

  private static final Map<Character, String> VALUES =
      Map.ofEntries(
          Map.entry('v', "1"),
          Map.entry('t', "\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z\""),
          Map.entry('n', "\"[a-z0-9][a-z0-9.-]{0,62}\""),
          Map.entry('b', "\"[0-9a-f]{8}\""),
          Map.entry('k', INTEGER),
          Map.entry('e', "\"[A-Z_]+\""),
          Map.entry('o', "(?:0|4|8|12)"),
          Map.entry('a', ID),
          Map.entry('r', "\"[a-z][a-z0-9-]{0,62}\""),
          Map.entry('s', ID),
          Map.entry('d', ID),
          Map.entry('c', "\"[ULMNRV]\""),
          Map.entry('u', "\"[A-Z]+\""),
          Map.entry('x', "\"[A-Za-z0-9._-]{1,64}\""),
          Map.entry('p', INTEGER),
          Map.entry('h', HASH),
          Map.entry('w', HASH),
          Map.entry('y', "\\[" + ID + "(?:," + ID + "){0,7}\\]"),
          Map.entry('q', HASH),
          Map.entry('l', "1"),
          Map.entry('g', "\\[" + RANGE + "(?:," + RANGE + ")*\\]"),
          Map.entry('z', SEAL));

  private static final Pattern LEAF = leafPattern();

  private final Map<String, String[]> events = new HashMap<>();
  private final TreeSet<String> purposes = new TreeSet<>();

  private AuditLogPage() {}

  private static List<Character> letters(String keys) {
    return keys.chars().mapToObj(c -> (char) c).toList();
  }

  private static Pattern leafPattern() {
    StringBuilder pattern = new StringBuilder("\\{");
    for (char key : ORDER) {
      String comma = key == 'v' ? "" : ",";
      String member = comma + "\"" + key + "\":(?<" + key + ">" + VALUES.get(key) + ")";
      pattern.append(COMMON.indexOf(key) >= 0 ? member : "(?:" + member + ")?");
    }
    return Pattern.compile(pattern.append("\\}").toString());
  }

  /** Reads the tables of the page. */
  static AuditLogPage read() {
    AuditLogPage page = new AuditLogPage();
    try {
      String text = Files.readString(Path.of("..", "docs", "formats", "audit-log.md"));
      Pattern row =
          Pattern.compile("(?m)^\\| `([A-Z_]{3,})` \\|([a-z ]*)\\|([a-z ]*)\\|([a-z ]*)\\|");
      row.matcher(text)
          .results()
          .forEach(
              each ->
                  page.events.put(
                      each.group(1),
                      new String[] {
                        each.group(2).strip(), each.group(3).strip(), each.group(4).strip()
                      }));
      String listed = text.substring(text.indexOf("Purposes:"), text.indexOf("### Which keys"));
      Pattern.compile("`([A-Z]+)`")
          .matcher(listed)
          .results()
          .forEach(p -> page.purposes.add(p.group(1)));
      return page;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Map<String, String[]> events() {
    return events;
  }

  Set<String> purposes() {
    return purposes;
  }

  /** An entry's members as they are spelled, or the reason why it is none. */
  Map<Character, String> entry(byte[] leaf) throws GeneralSecurityException {
    String text = new String(leaf, StandardCharsets.ISO_8859_1);
    Matcher matcher = LEAF.matcher(text);
    reject(leaf.length > 1024 || !matcher.matches(), "spelling");
    Map<Character, String> members = new HashMap<>();
    for (char key : ORDER) {
      if (matcher.group(String.valueOf(key)) != null) {
        members.put(key, matcher.group(String.valueOf(key)));
      }
    }
    checkValues(members);
    checkKeys(members);
    return members;
  }

  private void checkValues(Map<Character, String> members) throws GeneralSecurityException {
    try {
      String time = text(members, 't');
      LocalDateTime parsed = LocalDateTime.parse(time.substring(0, 23));
      reject(parsed.getYear() < 1970, "year");
    } catch (java.time.DateTimeException e) {
      throw new GeneralSecurityException("time", e);
    }
    long counter = Long.parseLong(members.get('k'));
    reject(counter < 1 || counter > MOST, "counter");
    reject(Long.parseLong(members.getOrDefault('p', "0")) > Integer.MAX_VALUE, "policy version");
    reject(members.containsKey('u') && !purposes.contains(text(members, 'u')), "purpose");
    checkApprovers(members.getOrDefault('y', ""));
    checkRanges(members.getOrDefault('g', ""));
  }

  private static void checkApprovers(String spelled) throws GeneralSecurityException {
    List<String> approvers = List.of(spelled.replaceAll("[\\[\\]]", "").split(",", -1));
    reject(new HashSet<>(approvers).size() < approvers.size() || approvers.size() > 8, "approvers");
  }

  private static void checkRanges(String spelled) throws GeneralSecurityException {
    Matcher ranges = Pattern.compile("\\[([0-9]+),([0-9]+)\\]").matcher(spelled);
    long least = 0;
    while (ranges.find()) {
      long first = Long.parseLong(ranges.group(1));
      long last = Long.parseLong(ranges.group(2));
      reject(first < least || last < first || last > MOST, "ranges");
      least = last + 2;
    }
  }

  private void checkKeys(Map<Character, String> members) throws GeneralSecurityException {
    String[] rules = events.get(text(members, 'e'));
    reject(rules == null, "event");
    for (char key : letters(rules[0])) {
      reject(!members.containsKey(key), "a key is missing");
    }
    String allowed = COMMON + ANYWHERE + rules[0] + rules[1];
    reject(members.keySet().stream().anyMatch(key -> allowed.indexOf(key) < 0), "a key too many");
    boolean oneOf =
        rules[2].isEmpty() || rules[2].chars().anyMatch(key -> members.containsKey((char) key));
    reject(!oneOf, "none of the keys of which one must be there");
  }

  static String text(Map<Character, String> members, char key) {
    String spelled = members.get(key);
    return spelled.substring(1, spelled.length() - 1);
  }

  static byte[] leafHash(byte[] entry) {
    return sha256(new byte[] {0}, entry);
  }

  static byte[] node(byte[] left, byte[] right) {
    return sha256(new byte[] {1}, left, right);
  }

  /** The root over leaf hashes, as RFC 6962 defines it. */
  static byte[] root(List<byte[]> hashes) {
    if (hashes.isEmpty()) {
      return sha256();
    }
    if (hashes.size() == 1) {
      return hashes.get(0);
    }
    int split = Integer.highestOneBit(hashes.size() - 1);
    return node(root(hashes.subList(0, split)), root(hashes.subList(split, hashes.size())));
  }

  static byte[] commitment(byte[] salt, byte[] detail) {
    return sha256(new byte[] {2}, salt, detail);
  }

  static byte[] detailContext(String origin, long index, byte[] commitment) {
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + 2 + name.length + 8 + 32)
        .put("PVld1".getBytes(StandardCharsets.US_ASCII))
        .putShort((short) name.length)
        .put(name)
        .putLong(index)
        .put(commitment)
        .array();
  }

  static byte[] sealDetail(byte[] key, byte[] iv, byte[] context, byte[] detail)
      throws GeneralSecurityException {
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, iv, context, detail);
    return ByteBuffer.allocate(17 + sealed.length)
        .put(new byte[] {1, 0, 0, 0, 1})
        .put(iv)
        .put(sealed)
        .array();
  }

  static byte[] openDetail(byte[] key, byte[] context, byte[] sealed)
      throws GeneralSecurityException {
    reject(sealed.length < 33 || ByteBuffer.wrap(sealed).getInt() != 0x01000000, "wire format");
    reject(sealed[4] != 1, "key id");
    byte[] iv = Arrays.copyOfRange(sealed, 5, 17);
    return gcm(
        Cipher.DECRYPT_MODE, key, iv, context, Arrays.copyOfRange(sealed, 17, sealed.length));
  }

  private static byte[] gcm(int mode, byte[] key, byte[] iv, byte[] context, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(context);
    return cipher.doFinal(input);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static void reject(boolean bad, String why) throws GeneralSecurityException {
    if (bad) {
      throw new GeneralSecurityException(why);
    }
  }

  /** The counters of an entry: node and boot, and the number. */
  record Counter(String who, long number) {
    static Counter of(Map<Character, String> entry) {
      return new Counter(entry.get('n') + entry.get('b'), Long.parseLong(entry.get('k')));
    }
  }

  static List<Map<Character, String>> entries(AuditLogPage page, List<byte[]> leaves)
      throws GeneralSecurityException {
    List<Map<Character, String>> entries = new ArrayList<>();
    for (byte[] leaf : leaves) {
      entries.add(page.entry(leaf));
    }
    return entries;
  }
}
