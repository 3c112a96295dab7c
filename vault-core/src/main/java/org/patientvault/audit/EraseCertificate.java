package org.patientvault.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Proof that a patient was erased: the text of the erasure, who it was about, and the proof that
 * the log has it. Checked offline, with the log's public keys alone.
 *
 * <p>Shows that the vault said so in a log that it cannot rewrite unseen; not that no copy exists
 * outside the vault. The reference names the patient to whoever kept it elsewhere. Immutable.
 * Format: docs/formats/erase-certificate.md.
 *
 * @param patient the reference under which the patient was kept
 * @param salt opens the commitment in the text
 * @param text as the log's entry names it by digest
 * @param proof that the entry stands in the log
 */
public record EraseCertificate(PatientRef patient, Bytes salt, Bytes text, LogProof proof) {
  /** More than any certificate has. */
  public static final int MAX_BYTES = LogProof.MAX_BYTES + (128 << 10);

  private static final String FIRST = "patientvault-erase-certificate v1";
  private static final Pattern HEAD =
      Pattern.compile(FIRST + "\npatient ([0-9a-f]{32})\nsalt ([0-9a-f]{32})\n([^\n]+)\n\n");

  /**
   * What a verified certificate says.
   *
   * @param head of the log, with the signatures that hold
   */
  public record Proven(PatientErasure erasure, PatientErasure.Told told, Checkpoint head) {}

  /** The certificate as a file. */
  public byte[] file() {
    String head = FIRST + "\npatient " + patient + "\nsalt " + salt.hex() + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(text.toArray());
    file.writeBytes(new byte[] {'\n', '\n'});
    file.writeBytes(proof.text());
    return file.toByteArray();
  }

  /**
   * Reads what {@link #file} gave; one file for one certificate.
   *
   * @throws VaultException.InvalidInput when it is none; nothing is checked yet
   * @throws VaultException.UnsupportedFormat when it is of another version
   */
  public static EraseCertificate parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw none("is longer than " + MAX_BYTES + " bytes");
    }
    FirstLine.requireKnownVersion(file, FIRST);
    Matcher head = HEAD.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!head.lookingAt()) {
      throw none("does not begin with \"" + FIRST + "\", a patient, a salt and a text");
    }
    Bytes text = Bytes.of(file, head.start(3), head.end(3) - head.start(3));
    return new EraseCertificate(
        PatientRef.parse(head.group(1)),
        Bytes.fromHex(head.group(2)),
        text,
        LogProof.parse(Arrays.copyOfRange(file, head.end(), file.length)));
  }

  /**
   * Checks that the log says that this patient was erased, as the text has it. Whether enough
   * others signed the log is {@link TrustPolicy#isMetBy}'s to say.
   *
   * @throws VaultException.InvalidInput when text or entry are none
   * @throws VaultException.Tampered when the log does not say this
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   */
  public Proven verify(TrustPolicy policy) {
    PatientErasure erasure = PatientErasure.parse(text.toArray());
    PatientErasure.Told told =
        erasure.told().orElseThrow(() -> none("has a text that does not tell what was destroyed"));
    Bytes leaf = proof.leaf().orElseThrow(() -> none("does not have the log's entry"));
    proof.verify(policy, leaf);
    Checkpoint head = policy.openOwn(proof.note().toArray());
    Entry entry = Entry.parse(leaf.toArray());
    Bytes named = Bytes.of(MerkleHash.sha256().digest(text.toArray()));
    if (entry.event() != EventCode.ERASE
        || entry.outcome() != Outcome.SUCCESS
        || !Optional.of(named).equals(Optional.ofNullable(entry.payload()))) {
      throw new VaultException.Tampered("the log's entry does not name this text");
    }
    if (!erasure.origin().equals(head.origin())) {
      throw new VaultException.Tampered("the text is of another log");
    }
    if (!erasure.subject().equals(PatientErasure.subject(patient, salt))) {
      throw new VaultException.Tampered("the text is about another patient");
    }
    return new Proven(erasure, told, head);
  }

  private static VaultException.InvalidInput none(String why) {
    return new VaultException.InvalidInput("this is no certificate of an erasure: it " + why);
  }
}
