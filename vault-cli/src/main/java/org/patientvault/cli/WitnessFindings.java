package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.WitnessStatus;

/** Whether the log's witnesses keep up. */
final class WitnessFindings {
  private static final String ABOUT = "witnesses";

  private WitnessFindings() {}

  /** For doctor; nothing where nobody is trusted. */
  static List<Finding> of(WitnessStatus status) {
    List<Finding> findings = new ArrayList<>(warnings(status));
    if (findings.isEmpty() && !status.witnesses().isEmpty()) {
      findings.add(
          Finding.ok(ABOUT, "enough of them cosigned " + status.quorumSize() + " entries"));
    }
    return findings;
  }

  /** That they are late, where they are. */
  static List<Finding> warnings(WitnessStatus status) {
    return status.overdue()
        ? List.of(
            Finding.warning(
                ABOUT,
                "too few of them have cosigned what was signed since "
                    + status.shortSince().orElseThrow(),
                "patientvault audit witness ask asks them and says why; care goes on meanwhile"))
        : List.of();
  }
}
