package org.patientvault.cli;

import java.util.List;
import org.patientvault.Administration;
import org.patientvault.SlotInfo;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/** Adds the slot of a recovery key that has been written down; else what was written goes again. */
final class Enrolment {
  private Enrolment() {}

  static SlotInfo of(
      Administration administration, List<Unlock> current, Unlock added, Runnable takeAway) {
    try {
      return administration.addSlot(current, added);
    } catch (RuntimeException e) {
      if (!mayStand(administration, added)) {
        takeAway.run();
      }
      throw e;
    }
  }

  /** In doubt what was written stays: a slot that nobody can open would pass for a way back. */
  private static boolean mayStand(Administration administration, Unlock added) {
    try {
      return administration.slots().stream()
          .anyMatch(slot -> slot.uri().equals(added.uri().text()));
    } catch (VaultException e) {
      return true;
    }
  }
}
