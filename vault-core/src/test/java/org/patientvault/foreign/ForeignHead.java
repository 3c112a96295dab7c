package org.patientvault.foreign;

import java.util.Base64;

/** The three lines of tlog-checkpoint. Never compared. */
@SuppressWarnings("ArrayRecordComponent")
public record ForeignHead(String origin, long size, byte[] root) {
  static ForeignHead parse(String text) throws ForeignRefusal {
    String[] lines = text.split("\n", -1);
    ForeignRefusal.when(lines.length != 4 || !lines[3].isEmpty(), "not three lines");
    ForeignRefusal.when(!lines[1].matches("0|[1-9][0-9]{0,15}"), "not a size");
    byte[] root = ForeignKey.decoded(lines[2]);
    ForeignRefusal.when(root.length != 32, "not a root");
    return new ForeignHead(lines[0], Long.parseLong(lines[1]), root);
  }

  String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }
}
