package org.patientvault.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The report of a drill, to be filed: in plain words, then the text that the vault's log names,
 * then the proof that it does. Checked offline, with the log's public keys alone. Shows that the
 * vault's program said so then, not that the next emergency goes as well. Immutable. Format:
 * docs/formats/drill-report.md.
 *
 * @param text as the log's entry names it by digest
 * @param proof that the entry stands in the log
 */
public record DrillReport(Bytes text, LogProof proof) {
  /** More than any report has. */
  public static final int MAX_BYTES = LogProof.MAX_BYTES + (64 << 10);

  private static final int MOST_TEXT = 32 << 10;
  private static final String FIRST = "patientvault-drill-report v1";
  private static final String WORDS = FIRST + "\n\n";
  private static final String BREAK = "\n\n";

  /** The report as a file. */
  public byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((FIRST + "\n\n" + words(facts()) + "\n").getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(text.toArray());
    file.writeBytes(new byte[] {'\n', '\n'});
    file.writeBytes(proof.text());
    return file.toByteArray();
  }

  private static String words(DrillFacts facts) {
    return String.join("\n", facts.words()) + "\n";
  }

  /**
   * Reads what {@link #file} gave; one file for one report.
   *
   * @throws VaultException.InvalidInput when it is none, or its words are not what its text says;
   *     no signature is checked yet
   * @throws VaultException.UnsupportedFormat when it is of another version
   * @throws VaultException.LimitExceeded when its text is longer than 32,768 bytes
   */
  public static DrillReport parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw none("is longer than " + MAX_BYTES + " bytes");
    }
    FirstLine.requireKnownVersion(file, FIRST);
    String latin = new String(file, StandardCharsets.ISO_8859_1);
    int words = latin.indexOf(BREAK, WORDS.length());
    int text = words + BREAK.length();
    int end = latin.indexOf(BREAK, text);
    if (!latin.startsWith(WORDS) || words < 0 || end < 0) {
      throw none("does not begin with \"" + FIRST + "\", words and a text");
    }
    DrillReport report =
        new DrillReport(
            Bytes.of(file, text, end - text),
            LogProof.parse(Arrays.copyOfRange(file, end + BREAK.length(), file.length)));
    if (!words(report.facts()).equals(latin.substring(WORDS.length(), words + 1))) {
      throw none("has words that are not what its text says");
    }
    return report;
  }

  /**
   * What it says, believed by nobody yet.
   *
   * @throws VaultException.InvalidInput when it is no text of version 1
   * @throws VaultException.LimitExceeded when it is longer than 32,768 bytes
   */
  public DrillFacts facts() {
    return JsonFields.read(
        text.toArray(),
        MOST_TEXT,
        "the text of a drill, version 1",
        DrillFacts::read,
        DrillFacts::text);
  }

  /**
   * Checks that the log names this text, and gives the head that says so. Whether enough others
   * signed the log is {@link TrustPolicy#isMetBy}'s to say.
   *
   * @throws VaultException.InvalidInput when the proof has no entry
   * @throws VaultException.Tampered when the log does not
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   */
  public Checkpoint verify(TrustPolicy policy) {
    Bytes leaf = proof.leaf().orElseThrow(() -> none("does not have the log's entry"));
    proof.verify(policy, leaf);
    Checkpoint head = policy.openOwn(proof.note().toArray());
    Entry entry = Entry.parse(leaf.toArray());
    Bytes named = Bytes.of(MerkleHash.sha256().digest(text.toArray()));
    if (entry.event() != EventCode.KEY_STATE
        || entry.outcome() != Outcome.SUCCESS
        || !Optional.of(named).equals(Optional.ofNullable(entry.payload()))) {
      throw new VaultException.Tampered("the log's entry does not name this report");
    }
    return head;
  }

  private static VaultException.InvalidInput none(String why) {
    return new VaultException.InvalidInput("this is no report of a drill: it " + why);
  }
}
