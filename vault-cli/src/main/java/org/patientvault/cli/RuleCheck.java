package org.patientvault.cli;

import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;

/** Says what is odd about a schema or a policy. */
final class RuleCheck {
  private RuleCheck() {}

  static ExitCode tell(Output output, String what, List<String> findings) {
    ExitCode code = findings.isEmpty() ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("code", code.code())
              .put("findings", JsonValue.ofTexts(findings))
              .build());
      return code;
    }
    findings.forEach(output::line);
    output.say(
        findings.isEmpty()
            ? "the " + what + " is good"
            : "the " + what + " can be used; look at " + findings.size() + " things first");
    return code;
  }
}
