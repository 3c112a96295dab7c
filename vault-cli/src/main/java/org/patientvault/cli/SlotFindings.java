package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.patientvault.SlotInfo;
import org.patientvault.keys.Unlock;

/** Whether there is a way back when a secret, a token or a key service is lost. */
final class SlotFindings {
  /** What a person can know, or copy to a safe place. */
  private static final Set<String> OUTLIVES_DEVICES =
      Set.of("passphrase", "keystore", Unlock.RECOVERY);

  private SlotFindings() {}

  static List<Finding> of(List<SlotInfo> slots) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        slots.size() == 1
            ? Finding.warning(
                "slots",
                "only one secret opens the vault; lost with it is everything",
                "add another one: patientvault recovery split, or protector add")
            : Finding.ok("slots", slots.size() + " open the vault"));
    if (slots.stream().noneMatch(slot -> OUTLIVES_DEVICES.contains(slot.kind()))) {
      findings.add(
          Finding.warning(
              "recovery",
              "only tokens or key services open the vault; lost with them is everything",
              "keep a way back: patientvault recovery split, or recovery escrow"));
    }
    long keys = slots.stream().filter(slot -> slot.kind().equals(Unlock.RECOVERY)).count();
    if (keys > 0) {
      findings.add(
          Finding.ok(
              "recovery", keys + " by recovery key: rehearse it, patientvault recovery open"));
    }
    return findings;
  }

  static List<Finding> warnings(List<SlotInfo> slots) {
    return of(slots).stream().filter(each -> each.level() == Finding.Level.WARNING).toList();
  }
}
