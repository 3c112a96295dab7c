package org.patientvault.audit;

import java.util.HexFormat;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The closed log that another one follows, as the public text says that GENESIS names.
 *
 * @param size how many entries it ended with
 * @param root of its tree then
 * @param note SHA-256 of its last note, as the log alone had signed it
 */
public record PreviousLog(String origin, long size, Bytes root, Bytes note) {
  private static final int MOST_BYTES = 64 << 10;

  /**
   * Reads the text of a GENESIS entry; empty when it names no log before, as that of a vault's
   * first.
   *
   * @throws VaultException.InvalidInput when it is none
   */
  public static Optional<PreviousLog> of(byte[] genesis) {
    if (!(CanonicalJson.parse(genesis, MOST_BYTES) instanceof JsonValue.Members facts)) {
      throw new VaultException.InvalidInput("the text that GENESIS names is no object");
    }
    JsonValue previous = facts.members().get("previous");
    return previous == null ? Optional.empty() : Optional.of(read(previous));
  }

  private static PreviousLog read(JsonValue previous) {
    if (previous instanceof JsonValue.Members known
        && known.members().get("origin") instanceof JsonValue.Text origin
        && known.members().get("size") instanceof JsonValue.Whole size
        && known.members().get("root") instanceof JsonValue.Text root
        && known.members().get("note") instanceof JsonValue.Text note) {
      return new PreviousLog(
          origin.text(), size.number(), digest(root.text()), digest(note.text()));
    }
    throw new VaultException.InvalidInput("GENESIS names the log before in another way");
  }

  private static Bytes digest(String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new VaultException.InvalidInput("GENESIS names the log before in another way");
    }
    return Bytes.of(HexFormat.of().parseHex(hex));
  }
}
