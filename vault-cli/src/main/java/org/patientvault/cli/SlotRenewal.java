package org.patientvault.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.Administration;
import org.patientvault.SlotInfo;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Renews the root, or the log's keys, for whoever asked, and says which slots will be, or are,
 * stale.
 */
final class SlotRenewal {
  private final Desk desk;
  private final Administration administration;
  private final List<Unlock> unlocks;
  private final KeyLevel level;

  SlotRenewal(Desk desk, Administration administration, List<Unlock> unlocks, KeyLevel level) {
    this.desk = desk;
    this.administration = administration;
    this.unlocks = unlocks;
    this.level = level;
  }

  void run() {
    List<SlotInfo> before = opening(desk.slots());
    desk.confirm(() -> announced() + outcome(before));
    List<SlotInfo> after =
        level == KeyLevel.LOG
            ? administration.keys().rotateLog(unlocks)
            : administration.keys().rotateRoot(unlocks);
    tell(after);
    warn(before, after);
  }

  private String announced() {
    return level == KeyLevel.LOG
        ? "the log will be closed for good, and the next one signed with other keys; "
        : "the root will be renewed for good; ";
  }

  /** Each secret at hand opens its slot once more: what does not open now will not be renewed. */
  private String outcome(List<SlotInfo> slots) {
    Set<String> opened = new HashSet<>();
    for (Unlock unlock : unlocks) {
      try {
        opened.add(administration.rehearse(unlock).id());
      } catch (VaultException.KeyUnavailable e) {
        // It opens none: said by the slots that stay closed.
      }
    }
    List<String> closed =
        slots.stream()
            .filter(slot -> !slot.kind().equals(Unlock.RECOVERY) && !opened.contains(slot.id()))
            .map(SlotRenewal::name)
            .toList();
    return closed.isEmpty()
        ? "every slot stays good"
        : "stale, and to be added again, will be " + String.join(", ", closed);
  }

  private void tell(List<SlotInfo> slots) {
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(slots.stream().map(ProtectorListCommand::json).toList()));
    } else {
      slots.forEach(
          slot -> desk.output().line("slot " + slot.id() + " " + slot.state() + ": " + slot.uri()));
    }
  }

  private void warn(List<SlotInfo> before, List<SlotInfo> after) {
    List<SlotInfo> stale = new ArrayList<>(after);
    stale.removeIf(SlotFindings::opens);
    Set<String> opened = before.stream().map(SlotInfo::id).collect(Collectors.toSet());
    stale.stream()
        .filter(slot -> opened.contains(slot.id()) && isGiven(slot))
        .forEach(slot -> desk.output().warn(notOpened(slot)));
    if (!stale.isEmpty()) {
      desk.output()
          .warn(
              "stale slots open nothing; remove them and add them again: patientvault protector"
                  + " remove, patientvault protector add");
    }
  }

  private static String notOpened(SlotInfo slot) {
    return "what was given for slot "
        + slot.id()
        + " did not open it: another secret, or its token is away";
  }

  private boolean isGiven(SlotInfo slot) {
    return unlocks.stream().anyMatch(unlock -> unlock.uri().text().equals(slot.uri()));
  }

  private static List<SlotInfo> opening(List<SlotInfo> slots) {
    return slots.stream().filter(SlotFindings::opens).toList();
  }

  private static String name(SlotInfo slot) {
    return slot.id() + " (" + slot.uri() + ")";
  }
}
