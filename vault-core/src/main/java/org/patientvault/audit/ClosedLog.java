package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What an auditor kept of a log that was closed, to hold the next one against it: its last note, or
 * his state. He vouches for it: no signature is checked here.
 *
 * @param origin which log it is of
 * @param size how many entries it had when he kept this
 * @param root of its tree then
 * @param notes SHA-256 of the note, and of it as it was before lines were appended; none of a state
 */
public record ClosedLog(String origin, long size, Bytes root, List<Bytes> notes) {
  private static final Pattern NAME =
      Pattern.compile("(.*?/)(?:r[0-9a-f]{8}/)?([1-9][0-9]{3})(?:-([1-9][0-9]{0,2}))?");

  public ClosedLog {
    notes = List.copyOf(notes);
  }

  /**
   * From a signed note: the file {@code checkpoint} of a bundle.
   *
   * @throws VaultException.InvalidInput when it is none
   */
  public static ClosedLog ofNote(byte[] note) {
    TreeHead head = TreeHead.parse(SignedNote.parse(note).unverifiedText());
    List<Bytes> digests = new ArrayList<>();
    int text = head.text().getBytes(StandardCharsets.UTF_8).length + 1;
    for (int end = text; end < note.length; end++) {
      if (note[end] == '\n') {
        byte[] cut = Arrays.copyOf(note, end + 1);
        digests.add(Bytes.of(MerkleHash.sha256().digest(cut)));
      }
    }
    return new ClosedLog(head.origin(), head.size(), head.root(), digests);
  }

  /** From what the auditor kept when he verified it last. */
  public static ClosedLog ofState(AuditorState state) {
    return new ClosedLog(state.origin(), state.size(), state.root(), List.of());
  }

  /** Whether the origin {@code other} is of the same vault. */
  boolean isOfOneVaultWith(String other) {
    Matcher mine = NAME.matcher(origin);
    Matcher its = NAME.matcher(other);
    return mine.matches() && its.matches() && mine.group(1).equals(its.group(1));
  }

  /** Whether this log came after the one of origin {@code other}, of the same vault. */
  boolean isAfter(String other) {
    Matcher mine = NAME.matcher(origin);
    Matcher its = NAME.matcher(other);
    return mine.matches() && its.matches() && order(mine) > order(its);
  }

  private static long order(Matcher name) {
    int inYear = name.group(3) == null ? 1 : Integer.parseInt(name.group(3));
    return Integer.parseInt(name.group(2)) * 1000L + inYear;
  }
}
