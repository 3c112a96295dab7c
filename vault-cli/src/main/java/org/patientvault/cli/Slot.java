package org.patientvault.cli;

import org.patientvault.SlotInfo;
import org.patientvault.verify.Output;

/** Says what became of a slot. */
final class Slot {
  private Slot() {}

  static void tell(Output output, String done, SlotInfo slot) {
    if (output.isJson()) {
      output.json(ProtectorListCommand.json(slot));
    } else {
      output.line("slot " + slot.id() + " " + done + ": " + slot.uri());
    }
  }
}
