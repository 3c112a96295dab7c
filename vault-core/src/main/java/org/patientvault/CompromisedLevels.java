package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.KeyLevel;

/**
 * What is below a key, in the order in which it is renewed: first what takes no time and shuts out
 * who would write, then what opens the contents of records, then names, then the log's details. Why
 * in this order: docs/key-compromise.md.
 */
final class CompromisedLevels {
  private static final List<KeyLevel> BELOW_ROOT =
      List.of(
          KeyLevel.STATE_MAC,
          KeyLevel.PATIENT_WRAP,
          KeyLevel.PATIENTS,
          KeyLevel.INDEX_PATIENT,
          KeyLevel.INDEX_RECORD,
          KeyLevel.INDEX_SEAL,
          KeyLevel.DETAIL_WRAP);

  private CompromisedLevels() {}

  /** From when to when each level was reachable; without an end it has to be renewed. */
  static List<CompromiseReport.Window> windows(KeyTimeline timeline, KeyTimeline.Told told) {
    KeyLevel level = KeyLevel.parse(told.text("level"));
    CompromiseReport.Window top = timeline.ofKey(level, (int) told.number("key"), told.at());
    List<CompromiseReport.Window> windows = new ArrayList<>(List.of(top));
    if (!told.text("slot").isEmpty()) {
      windows.add(timeline.ofKey(KeyLevel.LOG, 1, told.at()));
    }
    CompromiseReport.Window wrap = top;
    if (level == KeyLevel.ROOT) {
      for (KeyLevel each : BELOW_ROOT) {
        CompromiseReport.Window window =
            timeline.below(each, each == KeyLevel.PATIENTS ? wrap : top);
        windows.add(window);
        wrap = each == KeyLevel.PATIENT_WRAP ? window : wrap;
      }
    } else if (level == KeyLevel.PATIENT_WRAP) {
      windows.add(timeline.below(KeyLevel.PATIENTS, top));
    }
    return windows;
  }
}
