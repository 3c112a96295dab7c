package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Prints a policy as a C2SP tlog-policy file, each key's fingerprint in a comment above it. */
final class PolicyText {
  private final StringBuilder text = new StringBuilder();

  private PolicyText() {}

  static byte[] of(TrustPolicy policy) {
    PolicyText printed = new PolicyText();
    policy.logs().forEach(printed::addLog);
    policy.members().forEach(printed::addMember);
    printed.text.append("\nquorum ");
    printed.text.append(policy.quorum().map(PolicyMember::name).orElse("none")).append('\n');
    return printed.text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void addLog(PolicyLog log) {
    addFingerprint(log.key());
    addLine("log " + octets(log.key().vkey()), log.url());
  }

  private void addMember(PolicyMember member) {
    if (member instanceof PolicyMember.Witness witness) {
      addFingerprint(witness.key());
      addLine("witness " + witness.name() + " " + octets(witness.key().vkey()), witness.url());
    } else if (member instanceof PolicyMember.Group group) {
      String names =
          group.members().stream().map(PolicyMember::name).collect(Collectors.joining(" "));
      addLine("group " + group.name() + " " + group.threshold() + " " + names, "");
    }
  }

  private void addFingerprint(VerifierKey key) {
    addLine("# " + key.type().label() + " sha256 " + key.fingerprint(), "");
  }

  private void addLine(String line, String url) {
    text.append(line).append(url.isEmpty() ? "" : " " + url).append('\n');
  }

  /** The parser's way of holding text: one character for each octet. */
  static String octets(String utf8) {
    return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
