package org.patientvault.cli;

import org.patientvault.audit.JsonValue;
import org.patientvault.audit.VerifierKey;
import org.patientvault.verify.Output;

/** One administrator, as it is printed: the key, and what to compare. */
final class AdministratorLine {
  private AdministratorLine() {}

  static void print(Output output, VerifierKey key) {
    if (output.isJson()) {
      output.json(json(key));
      return;
    }
    output.line(key.vkey());
    output.line("sha256 " + key.fingerprint());
  }

  static JsonValue json(VerifierKey key) {
    return JsonValue.members()
        .put("name", key.name())
        .put("key", key.vkey())
        .put("sha256", key.fingerprint())
        .build();
  }
}
