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

  private static final int SHORT_ID = 8;

  private SlotFindings() {}

  /** Whether it is not stale. */
  static boolean opens(SlotInfo slot) {
    return !slot.state().equals("stale");
  }

  static List<Finding> of(List<SlotInfo> all) {
    List<SlotInfo> slots = all.stream().filter(SlotFindings::opens).toList();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        secrets(slots) == 1
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
    all.stream().filter(slot -> !opens(slot)).map(SlotFindings::stale).forEach(findings::add);
    long keys = slots.stream().filter(slot -> slot.kind().equals(Unlock.RECOVERY)).count();
    if (keys > 0) {
      findings.add(
          Finding.ok(
              "recovery", keys + " by recovery key: rehearse it, patientvault recovery open"));
    }
    return findings;
  }

  /** Two slots by the same token or key are lost together. */
  private static long secrets(List<SlotInfo> slots) {
    return slots.stream()
        .map(slot -> slot.kind().equals("passphrase") ? slot.id() : slot.uri())
        .distinct()
        .count();
  }

  private static Finding stale(SlotInfo slot) {
    return Finding.warning(
        "slots",
        "a slot is stale since the root was renewed, and opens nothing: " + slot.uri(),
        "patientvault protector remove "
            + slot.id().substring(0, SHORT_ID)
            + ", then protector add");
  }

  static List<Finding> warnings(List<SlotInfo> slots) {
    return of(slots).stream().filter(each -> each.level() == Finding.Level.WARNING).toList();
  }
}
