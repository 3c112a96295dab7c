package org.patientvault.cli;

import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;

/** Says what is odd about a schema or a policy. */
final class RuleCheck {
  private RuleCheck() {}

  /** {@code failed} are those of {@code findings} with which it cannot be installed. */
  static ExitCode tell(Output output, String what, List<String> findings, List<String> failed) {
    ExitCode code = code(findings, failed);
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("code", code.code())
              .put("findings", JsonValue.ofTexts(findings))
              .build());
      return code;
    }
    findings.forEach(output::line);
    output.say("the " + what + " " + words(findings, failed));
    return code;
  }

  private static ExitCode code(List<String> findings, List<String> failed) {
    if (!failed.isEmpty()) {
      return ExitCode.REFUSED;
    }
    return findings.isEmpty() ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
  }

  private static String words(List<String> findings, List<String> failed) {
    if (!failed.isEmpty()) {
      return "cannot be installed: " + failed.get(0);
    }
    return findings.isEmpty()
        ? "is good"
        : "can be used; look at " + findings.size() + " things first";
  }
}
