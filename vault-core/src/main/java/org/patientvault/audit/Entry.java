package org.patientvault.audit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;
import org.patientvault.model.VaultException;

/**
 * One event of the access log, as its leaf spells it.
 *
 * <p>Holds no personal data: people and patients are random pseudonyms, everything else about the
 * event lies in the detail record that {@code detail} commits to. A component that does not apply
 * is null (an empty list, {@code late} false); which ones must be there depends on the event. One
 * entry has one spelling of at most {@value #MAX_BYTES} bytes. Format: docs/formats/audit-log.md.
 *
 * @param actor pseudonym of who acted, 16 bytes, new for each shard (key a)
 * @param subject pseudonym of the one patient concerned, 16 bytes (key s)
 * @param record pseudonym of the one record concerned, 16 bytes (key d)
 * @param requestId joins the events of one request (key x)
 * @param policyVersion the access policy that decided (key p)
 * @param detail commitment to the detail record, 32 bytes (key h)
 * @param digest row digest, or the Merkle root over several, 32 bytes (key w)
 * @param approvers pseudonyms of who approved, 16 bytes each, in the order of approval (key y)
 * @param payload SHA-256 of the public payload kept beside the log (key q)
 * @param late appended later than it happened (key l)
 * @param ranges the entries this one is about, rising and apart (key g)
 * @param seal the node's signature over what it wrote, 64 bytes (key z); see {@link NodeSeal}
 */
public record Entry(
    EntryStamp stamp,
    EventCode event,
    Outcome outcome,
    @Nullable Bytes actor,
    @Nullable Role role,
    @Nullable Bytes subject,
    @Nullable Bytes record,
    @Nullable Confidentiality confidentiality,
    @Nullable Purpose purpose,
    @Nullable String requestId,
    @Nullable Integer policyVersion,
    @Nullable Bytes detail,
    @Nullable Bytes digest,
    List<Bytes> approvers,
    @Nullable Bytes payload,
    boolean late,
    List<IndexRange> ranges,
    @Nullable Bytes seal) {
  /** The version of the entry format, key v. */
  public static final int VERSION = 1;

  /** An entry's longest spelling. */
  public static final int MAX_BYTES = 1024;

  /** The length of a pseudonym. */
  public static final int PSEUDONYM_BYTES = 16;

  static final int DIGEST_BYTES = 32;
  static final int MAX_APPROVERS = 8;

  public Entry {
    checkSize("an actor", actor, PSEUDONYM_BYTES);
    checkSize("a subject", subject, PSEUDONYM_BYTES);
    checkSize("a record", record, PSEUDONYM_BYTES);
    checkSize("a detail commitment", detail, DIGEST_BYTES);
    checkSize("a digest", digest, DIGEST_BYTES);
    checkSize("a payload digest", payload, DIGEST_BYTES);
    if (requestId != null && !CharacterClass.REQUEST_ID.spells(requestId, 64)) {
      throw new IllegalArgumentException("not a request id: it must match [A-Za-z0-9._-]{1,64}");
    }
    if (policyVersion != null && policyVersion < 0) {
      throw new IllegalArgumentException("a policy version is not negative: " + policyVersion);
    }
    approvers = List.copyOf(approvers);
    approvers.forEach(approver -> checkSize("an approver", approver, PSEUDONYM_BYTES));
    if (approvers.size() > MAX_APPROVERS
        || (approvers.size() > 1 && approvers.stream().distinct().count() != approvers.size())) {
      throw new IllegalArgumentException("an entry has at most 8 approvers, each once");
    }
    ranges = List.copyOf(ranges);
    checkRising(ranges);
    checkSize("a node's seal", seal, NodeSeal.SIGNATURE_BYTES);
  }

  private static void checkSize(String what, @Nullable Bytes value, int size) {
    if (value != null && value.size() != size) {
      throw new IllegalArgumentException(what + " has " + size + " bytes, not " + value.size());
    }
  }

  private static void checkRising(List<IndexRange> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).first() <= ranges.get(i - 1).last() + 1) {
        throw new IllegalArgumentException("index ranges must rise and lie apart");
      }
    }
  }

  /** Starts an entry; what is not set stays out of it. */
  public static EntryBuilder of(EventCode event, Outcome outcome) {
    return new EntryBuilder(event, outcome);
  }

  /** Which keys the entry has, as a bit mask. */
  int keys() {
    return EntryKey.COMMON
        | bit(EntryKey.A, actor != null)
        | bit(EntryKey.R, role != null)
        | bit(EntryKey.S, subject != null)
        | bit(EntryKey.D, record != null)
        | bit(EntryKey.C, confidentiality != null)
        | bit(EntryKey.U, purpose != null)
        | bit(EntryKey.X, requestId != null)
        | bit(EntryKey.P, policyVersion != null)
        | bit(EntryKey.H, detail != null)
        | bit(EntryKey.W, digest != null)
        | bit(EntryKey.Y, !approvers.isEmpty())
        | bit(EntryKey.Q, payload != null)
        | bit(EntryKey.L, late)
        | bit(EntryKey.G, !ranges.isEmpty())
        | bit(EntryKey.Z, seal != null);
  }

  private static int bit(EntryKey key, boolean present) {
    return present ? key.bit() : 0;
  }

  /**
   * The leaf: canonical ASCII JSON on one line, keys in fixed order.
   *
   * @throws IllegalArgumentException when the event must not have these keys, or the spelling is
   *     longer than {@value #MAX_BYTES} bytes: split its index ranges over several entries
   */
  public byte[] encode() {
    if (!event.takes(keys())) {
      event.refusal(keys()).ifPresent(Entry::refuse);
    }
    return EntryWriter.write(this);
  }

  private static void refuse(String reason) {
    throw new IllegalArgumentException("not an entry: " + reason);
  }

  /**
   * The digest of the row that a leaf says was written; empty when it wrote none, or is no entry.
   */
  public static Optional<Bytes> writtenDigest(byte[] leaf) {
    EntryScanner scanner = new EntryScanner();
    return scanner.scan(leaf, 0, leaf.length) && scanner.event().isWrite()
        ? Optional.ofNullable(EntryReader.digest(leaf, scanner))
        : Optional.empty();
  }

  /**
   * Reads a leaf and accepts only the one spelling that {@link #encode} makes.
   *
   * @throws VaultException.InvalidInput when the bytes are no version-1 entry; the message says
   *     where, and shows none of them
   */
  public static Entry parse(byte[] leaf) {
    EntryScanner scanner = new EntryScanner();
    if (!scanner.scan(leaf, 0, leaf.length)) {
      throw new VaultException.InvalidInput("not an entry: " + scanner.problem());
    }
    Entry entry = EntryReader.read(leaf, scanner);
    if (!java.util.Arrays.equals(EntryWriter.write(entry), leaf)) {
      throw new VaultException.InvalidInput("not an entry: not in canonical spelling");
    }
    return entry;
  }
}
