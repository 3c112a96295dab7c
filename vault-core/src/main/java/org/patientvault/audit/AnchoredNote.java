package org.patientvault.audit;

import org.patientvault.audit.anchor.TimeStamp;

/**
 * Finds out whether a time stamp is over a signed note.
 *
 * <p>Witnesses' lines are appended to a note after it was stamped, so a token may be over the note
 * cut behind any of its signature lines; what it is over then names the same tree.
 */
public final class AnchoredNote {
  private AnchoredNote() {}

  /** Whether {@code stamp} is over the note, or over it as it was before lines were appended. */
  public static boolean isCovered(byte[] note, TimeStamp stamp) {
    if (note.length > SignedNote.MAX_BYTES) {
      return false;
    }
    int lines = 0;
    for (int end = firstSignature(note); end >= 0 && lines < SignedNote.MAX_LINES; lines++) {
      end = lineEnd(note, end);
      if (end > 0 && stamp.covers(java.util.Arrays.copyOf(note, end))) {
        return true;
      }
    }
    return false;
  }

  /** Where the first signature line begins: behind the last empty line; -1 when there is none. */
  private static int firstSignature(byte[] note) {
    for (int at = note.length - 1; at > 0; at--) {
      if (note[at] == '\n' && note[at - 1] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }

  /** Behind the line that begins at {@code from}; -1 when none does. */
  private static int lineEnd(byte[] note, int from) {
    for (int at = from; at < note.length; at++) {
      if (note[at] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }
}
