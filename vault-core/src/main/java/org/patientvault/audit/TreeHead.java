package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.patientvault.model.Bytes;

/**
 * What a checkpoint's three lines claim, and the messages that its signatures cover.
 *
 * <p>Not evidence: anybody may make one. Extension lines are refused, because the ML-DSA signature
 * does not cover them.
 */
record TreeHead(String origin, long size, Bytes root) {
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_NAME_BYTES = 255;

  TreeHead {
    KeyName.check(origin);
    if (origin.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("an origin has at most 255 bytes");
    }
    if (size < 0 || size > EntryStamp.MAX_INTEGER || root.size() != MerkleHash.SIZE_BYTES) {
      throw new IllegalArgumentException(
          "a tree head needs a size from 0 to 2^53 - 1 and a root of 32 bytes");
    }
  }

  /** The note text, its last newline included. */
  String text() {
    return origin + "\n" + size + "\n" + StrictBase64.encode(root.toArray()) + "\n";
  }

  /** Reads a note text; anything but three lines in their one spelling is refused. */
  static TreeHead parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !KeyName.isName(lines[0])) {
      throw SignedNote.refused("a checkpoint has exactly three lines: origin, size, root");
    }
    Bytes root = StrictBase64.decode(lines[2]).orElse(Bytes.of(new byte[0]));
    TreeHead head;
    try {
      head = new TreeHead(lines[0], Decimal.parse(lines[1]), root);
    } catch (IllegalArgumentException e) {
      throw SignedNote.refused("a size, an origin or a root that cannot be one");
    }
    if (!head.text().equals(text)) {
      throw SignedNote.refused("a checkpoint in another spelling");
    }
    return head;
  }

  /** What an Ed25519 signature of the log covers. */
  byte[] signedByLog() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** What an Ed25519 cosignature of a note text covers. */
  static String witnessed(String text, long unixSeconds) {
    return "cosignature/v1\ntime " + unixSeconds + "\n" + text;
  }

  /** What an ML-DSA-44 cosignature of this name covers: the whole tree as a subtree from 0. */
  byte[] signedByMlDsa(String cosigner, long unixSeconds) {
    byte[] name = cosigner.getBytes(StandardCharsets.UTF_8);
    byte[] log = origin.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message =
        ByteBuffer.allocate(LABEL.length + 2 + name.length + log.length + 24 + root.size());
    message.put(LABEL).put((byte) name.length).put(name).putLong(unixSeconds);
    message.put((byte) log.length).put(log).putLong(0).putLong(size).put(root.toArray());
    return Arrays.copyOf(message.array(), message.position());
  }
}
