package org.patientvault.audit.witness;

import java.util.List;
import java.util.OptionalLong;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.Decimal;
import org.patientvault.audit.VerifierKey;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Asks a witness to cosign a head: with the size it should know, and once more with the one it
 * says.
 *
 * <p>Believes nothing but a signature: a size only decides what is proven next, or what an alarm
 * says.
 */
public final class Asking {
  private final Way way;
  private final Growth growth;
  private final Checkpoint head;
  private final List<VerifierKey> keys;

  /** How a request reaches the witness. */
  @FunctionalInterface
  public interface Way {
    /**
     * Sends it and gives the answer.
     *
     * @throws VaultException.StorageFailed when no answer came
     */
    WitnessAnswer send(byte[] request);
  }

  /** Proves that the head's tree grew from an older size. */
  @FunctionalInterface
  public interface Growth {
    /** The hashes, for a size from 1 to the head's. */
    List<Bytes> since(long oldSize);
  }

  /**
   * Asks one witness about one head.
   *
   * @param keys the witness's, one or more
   */
  public Asking(Way way, Growth growth, Checkpoint head, List<VerifierKey> keys) {
    this.way = way;
    this.growth = growth;
    this.head = head;
    this.keys = List.copyOf(keys);
  }

  /**
   * Asks.
   *
   * @param oldSize what the witness cosigned last, as far as is known; 0 when nothing is
   */
  public Told from(long oldSize) {
    try {
      long believed = oldSize > head.size() ? 0 : oldSize;
      WitnessAnswer first = way.send(request(believed));
      return first.status() == WitnessAnswer.CONFLICT
          ? again(believed, first)
          : told(believed, first);
    } catch (VaultException.StorageFailed e) {
      return new Told.Failed(String.valueOf(e.getMessage()));
    }
  }

  private byte[] request(long oldSize) {
    List<Bytes> proof = oldSize == 0 ? List.of() : growth.since(oldSize);
    return new AddCheckpoint(oldSize, proof, head.note()).encode();
  }

  private Told again(long believed, WitnessAnswer conflict) {
    OptionalLong size = size(conflict);
    if (size.isEmpty() || size.getAsLong() == believed) {
      return new Told.Failed("it answered 409 with no size, or with the one it was given");
    }
    if (size.getAsLong() > head.size()) {
      return new Told.WentBack(size.getAsLong());
    }
    return told(size.getAsLong(), way.send(request(size.getAsLong())));
  }

  private static OptionalLong size(WitnessAnswer conflict) {
    String text = conflict.text();
    boolean isSize =
        conflict.contentType().equals(WitnessAnswer.SIZE)
            && text.endsWith("\n")
            && Decimal.isDecimal(text.substring(0, text.length() - 1));
    return isSize
        ? OptionalLong.of(Decimal.parse(text.substring(0, text.length() - 1)))
        : OptionalLong.empty();
  }

  private Told told(long oldSize, WitnessAnswer answer) {
    return switch (answer.status()) {
      case WitnessAnswer.COSIGNED -> cosigned(answer);
      case WitnessAnswer.INCONSISTENT -> new Told.Contradicted(oldSize);
      case WitnessAnswer.CONFLICT -> new Told.Failed("somebody else asks it at the same time");
      case WitnessAnswer.UNKNOWN_LOG ->
          new Told.Failed("it does not know this log: give it the policy of audit keys");
      case WitnessAnswer.NOT_SIGNED ->
          new Told.Failed("it does not accept this log's signatures: has it the right keys?");
      default -> new Told.Failed("it answered with status " + answer.status());
    };
  }

  private Told cosigned(WitnessAnswer answer) {
    try {
      List<Cosignature> lines = Cosignature.verified(head, answer.body().toArray(), keys);
      return lines.isEmpty()
          ? new Told.Failed("it signed with other keys than those that are trusted")
          : new Told.Cosigned(lines);
    } catch (VaultException.Tampered | VaultException.InvalidInput e) {
      return new Told.Failed(String.valueOf(e.getMessage()));
    }
  }
}
