package org.patientvault.cli;

import java.time.Instant;
import java.util.List;
import org.patientvault.WitnessInfo;
import org.patientvault.WitnessStatus;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;

/** What is printed of a log's witnesses. */
final class WitnessLine {
  private static final List<String> HEADERS =
      List.of("witness", "cosigned", "at", "address", "trouble");

  private WitnessLine() {}

  static void print(Output output, WitnessStatus status) {
    if (output.isJson()) {
      output.json(json(status));
    } else if (status.witnesses().isEmpty()) {
      output.say("this vault trusts no witness; patientvault audit witness trust names some");
    } else {
      output.table(HEADERS, status.witnesses().stream().map(WitnessLine::row).toList());
      output.line("cosigned by enough of them: " + status.quorumSize() + " entries");
    }
  }

  private static List<String> row(WitnessInfo witness) {
    return List.of(
        witness.name(),
        Long.toString(witness.seenSize()),
        witness.seenAt().map(Instant::toString).orElse("never"),
        witness.url().isEmpty() ? "by hand" : witness.url(),
        witness.trouble().orElse(""));
  }

  static JsonValue json(WitnessStatus status) {
    JsonMembers facts =
        JsonValue.members()
            .put("quorumSize", status.quorumSize())
            .put("overdue", status.overdue())
            .put(
                "witnesses",
                JsonValue.of(status.witnesses().stream().map(WitnessLine::json).toList()));
    status.shortSince().ifPresent(since -> facts.put("shortSince", since.toString()));
    return facts.build();
  }

  private static JsonValue json(WitnessInfo witness) {
    JsonMembers facts =
        JsonValue.members()
            .put("name", witness.name())
            .put("key", witness.key())
            .put("url", witness.url())
            .put("seenSize", witness.seenSize());
    witness.seenAt().ifPresent(at -> facts.put("seenAt", at.toString()));
    witness.trouble().ifPresent(why -> facts.put("trouble", why));
    return facts.build();
  }
}
