package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A witness's line under a checkpoint that a log signed: how it is made, checked, and put there.
 *
 * <p>Stands for nothing but what was checked: a line comes from a key that signed it, or out of an
 * answer whose signature was verified. Immutable. Format: C2SP tlog-cosignature.
 *
 * @param key whose it is
 * @param unixSeconds when the witness says that it signed; at least 1
 * @param line as a note holds it, with its newline
 */
public record Cosignature(VerifierKey key, long unixSeconds, Bytes line) {
  /**
   * Cosigns. That the tree only grew since this key last signed is for the caller to check first.
   *
   * @param sign gives the plain signature over a message
   */
  public static Cosignature make(
      Checkpoint checkpoint, VerifierKey key, long unixSeconds, UnaryOperator<byte[]> sign) {
    if (unixSeconds < 1) {
      throw new IllegalArgumentException("a cosignature's time starts at 1, not " + unixSeconds);
    }
    byte[] signature = sign.apply(message(checkpoint.head(), key, unixSeconds));
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(unixSeconds)
            .put(signature)
            .array();
    return new Cosignature(key, unixSeconds, utf8(SignedNote.line(key, timed)));
  }

  private static byte[] message(TreeHead head, VerifierKey key, long unixSeconds) {
    return switch (key.type()) {
      case ED25519_COSIGNATURE ->
          TreeHead.witnessed(head.text(), unixSeconds).getBytes(StandardCharsets.UTF_8);
      case ML_DSA_44_COSIGNATURE -> head.signedByMlDsa(key.name(), unixSeconds);
      case ED25519 -> throw new IllegalArgumentException("a witness signs with a time");
    };
  }

  /**
   * What a witness answered: of each key in {@code known} its first line; lines of others are
   * ignored.
   *
   * @param answer signature lines, each with its newline
   * @throws VaultException.InvalidInput when it is not made of signature lines; more than 64 KiB or
   *     32 of them are refused
   * @throws VaultException.Tampered when a known key did not make the line that bears its name
   */
  public static List<Cosignature> verified(
      Checkpoint checkpoint, byte[] answer, List<VerifierKey> known) {
    String text = checkpoint.head().text() + "\n" + new String(answer, StandardCharsets.UTF_8);
    SignedNote note = SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
    if (!note.unverifiedText().equals(checkpoint.head().text())) {
      throw new VaultException.InvalidInput("the answer is more than signature lines");
    }
    NoteSignatures signatures = NoteSignatures.of(note, known);
    if (!signatures.bad().isEmpty()) {
      throw new VaultException.Tampered(
          "a cosignature that " + signatures.bad().get(0) + " did not make");
    }
    List<Cosignature> found = new ArrayList<>();
    for (VerifiedSignature each : signatures.verified()) {
      found.add(new Cosignature(each.key(), each.unixSeconds(), lineOf(each.key(), note)));
    }
    return List.copyOf(found);
  }

  /** Whether {@code line}, behind a note that nobody checked, is one that this key made for it. */
  public static boolean fits(byte[] note, byte[] line, VerifierKey key) {
    try {
      String text = SignedNote.parse(note).unverifiedText();
      byte[] alone =
          (text + "\n" + new String(line, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
      SignedNote signed = SignedNote.parse(alone);
      return signed.unverifiedText().equals(text)
          && signed.lines().size() == 1
          && NoteSignatures.of(signed, List.of(key)).verified().size() == 1;
    } catch (VaultException.InvalidInput e) {
      return false;
    }
  }

  private static Bytes lineOf(VerifierKey key, SignedNote note) {
    byte[] signature =
        note.lines().stream()
            .filter(line -> line.isBy(key))
            .findFirst()
            .orElseThrow(() -> new AssertionError("a verified line is in its note"))
            .signature()
            .toArray();
    return utf8(SignedNote.line(key, signature));
  }

  /** A note with these lines behind those it has: what covers its first lines goes on to fit. */
  public static byte[] append(byte[] note, List<Bytes> lines) {
    int size = lines.stream().mapToInt(Bytes::size).sum();
    ByteBuffer whole = ByteBuffer.allocate(note.length + size).put(note);
    lines.forEach(line -> whole.put(line.toArray()));
    return whole.array();
  }

  /**
   * What a witness keeps and shows: the checkpoint with the lines that were verified, and its own.
   */
  public static byte[] kept(Checkpoint checkpoint, List<Cosignature> own) {
    SignedNote note = SignedNote.parse(checkpoint.note().toArray());
    StringBuilder text = new StringBuilder(checkpoint.head().text()).append('\n');
    for (VerifiedSignature each : checkpoint.signatures()) {
      if (own.stream().noneMatch(line -> line.key().equals(each.key()))) {
        text.append(new String(lineOf(each.key(), note).toArray(), StandardCharsets.UTF_8));
      }
    }
    return append(
        text.toString().getBytes(StandardCharsets.UTF_8),
        own.stream().map(Cosignature::line).toList());
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
