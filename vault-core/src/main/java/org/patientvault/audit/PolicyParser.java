package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * Reads a C2SP tlog-policy file.
 *
 * <p>Names are octets to the format; here each octet is one character from U+0000 to U+00FF.
 */
final class PolicyParser {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_NAMES = 256;
  private static final String NONE = "none";

  private final List<PolicyLog> logs = new ArrayList<>();
  private final Map<String, PolicyMember> members = new LinkedHashMap<>();
  private final Set<String> grouped = new HashSet<>();
  private @Nullable String quorum;
  private int lineNumber;

  private PolicyParser() {}

  static TrustPolicy parse(byte[] file) {
    return new PolicyParser().read(file);
  }

  private TrustPolicy read(byte[] file) {
    if (file.length > MAX_BYTES || file.length == 0 || file[file.length - 1] != '\n') {
      throw new VaultException.InvalidInput(
          "a trust policy has up to " + MAX_BYTES + " bytes and ends with a newline");
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      lineNumber++;
      readLine(line);
    }
    String name = quorum;
    if (name == null) {
      throw new VaultException.InvalidInput("a trust policy needs a quorum line");
    }
    return new TrustPolicy(
        logs, List.copyOf(members.values()), Optional.ofNullable(members.get(name)));
  }

  private void readLine(String line) {
    check(line.chars().allMatch(PolicyParser::isAllowed), "a character that is not allowed");
    String stripped = line.replaceAll("^[ \t]+|[ \t]+$", "");
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return;
    }
    List<String> items = List.of(stripped.split("[ \t]+"));
    switch (items.get(0)) {
      case "log" -> readLog(items);
      case "witness" -> readWitness(items);
      case "group" -> readGroup(items);
      case "quorum" -> readQuorum(items);
      default -> throw refused("a line must start with log, witness, group or quorum");
    }
  }

  private static boolean isAllowed(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }

  private void readLog(List<String> items) {
    check(items.size() == 2 || items.size() == 3, "log takes a key and perhaps an address");
    VerifierKey key = key(items.get(1));
    check(key.type() != SignatureType.ED25519_COSIGNATURE, "a log does not sign with such a key");
    check(logs.stream().noneMatch(log -> isSame(log.key(), key)), "a log listed twice");
    check(logs.size() < MAX_NAMES, "too many logs");
    logs.add(new PolicyLog(key, items.size() == 3 ? items.get(2) : ""));
  }

  private void readWitness(List<String> items) {
    check(
        items.size() == 3 || items.size() == 4, "witness takes a name, a key, perhaps an address");
    VerifierKey key = key(items.get(2));
    check(key.type().isTimed(), "a witness does not sign with such a key");
    check(witnessKeys().noneMatch(other -> isSame(other, key)), "a witness listed twice");
    String url = items.size() == 4 ? items.get(3) : "";
    define(new PolicyMember.Witness(items.get(1), key, url));
  }

  private java.util.stream.Stream<VerifierKey> witnessKeys() {
    return members.values().stream()
        .filter(PolicyMember.Witness.class::isInstance)
        .map(member -> ((PolicyMember.Witness) member).key());
  }

  /** The same key, or one that signature lines could not tell from it. */
  private static boolean isSame(VerifierKey one, VerifierKey other) {
    return one.publicKey().equals(other.publicKey()) || one.toString().equals(other.toString());
  }

  private void readGroup(List<String> items) {
    check(items.size() >= 4, "group takes a name, a threshold and members");
    List<PolicyMember> group = items.subList(3, items.size()).stream().map(this::member).toList();
    define(new PolicyMember.Group(items.get(1), threshold(items.get(2), group.size()), group));
  }

  private PolicyMember member(String name) {
    PolicyMember member = members.get(name);
    if (member == null) {
      throw refused("a member that no line above defines");
    }
    check(grouped.add(name), "a name that is a member twice");
    return member;
  }

  private int threshold(String text, int count) {
    return switch (text) {
      case "any" -> 1;
      case "all" -> count;
      default -> {
        check(Decimal.isDecimal(text), "a threshold is a number, any or all");
        long threshold = Decimal.parse(text);
        check(threshold >= 1 && threshold <= count, "a threshold beyond the number of members");
        yield (int) threshold;
      }
    };
  }

  private void define(PolicyMember member) {
    check(!member.name().equals(NONE), "the name none is taken");
    check(members.size() < MAX_NAMES, "too many names");
    check(members.put(member.name(), member) == null, "a name defined twice");
  }

  private void readQuorum(List<String> items) {
    check(items.size() == 2 && quorum == null, "quorum takes one name, and stands once");
    check(items.get(1).equals(NONE) || members.containsKey(items.get(1)), "an undefined quorum");
    quorum = items.get(1);
  }

  private VerifierKey key(String octets) {
    try {
      return VerifierKey.parse(utf8(octets));
    } catch (CharacterCodingException | VaultException.InvalidInput e) {
      throw new VaultException.InvalidInput("trust policy, line " + lineNumber + ": not a key", e);
    }
  }

  private static String utf8(String octets) throws CharacterCodingException {
    byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private VaultException.InvalidInput refused(String reason) {
    return new VaultException.InvalidInput("trust policy, line " + lineNumber + ": " + reason);
  }
}
