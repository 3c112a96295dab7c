package org.patientvault.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * An entry before it has its place in the log: the caller fills it, the committer stamps it.
 *
 * <p>For one thread at a time. Each setter checks nothing; {@link #stamped} does.
 */
public final class EntryBuilder {
  private final EventCode event;
  private final Outcome outcome;
  private @Nullable Bytes actor;
  private @Nullable Role role;
  private @Nullable Bytes subject;
  private @Nullable Bytes record;
  private @Nullable Confidentiality confidentiality;
  private @Nullable Purpose purpose;
  private @Nullable String requestId;
  private @Nullable Integer policyVersion;
  private @Nullable Bytes detail;
  private @Nullable Bytes digest;
  private List<Bytes> approvers = List.of();
  private @Nullable Bytes payload;
  private boolean late;
  private List<IndexRange> ranges = List.of();
  private @Nullable Bytes seal;

  EntryBuilder(EventCode event, Outcome outcome) {
    this.event = event;
    this.outcome = outcome;
  }

  /** Key a and key r: who acted, and in which role; null leaves the role out. */
  public EntryBuilder actor(Bytes pseudonym, @Nullable Role role) {
    this.actor = pseudonym;
    this.role = role;
    return this;
  }

  /** Key s: the patient's pseudonym in this shard. */
  public EntryBuilder subject(Bytes pseudonym) {
    this.subject = pseudonym;
    return this;
  }

  /** Key d: the record's pseudonym in this shard. */
  public EntryBuilder record(Bytes pseudonym) {
    this.record = pseudonym;
    return this;
  }

  /** Key c: the highest code of what was touched. */
  public EntryBuilder confidentiality(Confidentiality highest) {
    this.confidentiality = highest;
    return this;
  }

  /** Key u. */
  public EntryBuilder purpose(Purpose purpose) {
    this.purpose = purpose;
    return this;
  }

  /** Key x: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. */
  public EntryBuilder requestId(String requestId) {
    this.requestId = requestId;
    return this;
  }

  /** Key p: the access policy that allowed or denied. */
  public EntryBuilder policyVersion(int version) {
    this.policyVersion = version;
    return this;
  }

  /** Key h: what {@link DetailCommitment} made. */
  public EntryBuilder detail(Bytes commitment) {
    this.detail = commitment;
    return this;
  }

  /** Key w: the digest of the row written, or the Merkle root over several. */
  public EntryBuilder digest(Bytes digest) {
    this.digest = digest;
    return this;
  }

  /** Key y: who approved, in the order of approval. */
  public EntryBuilder approvers(List<Bytes> pseudonyms) {
    this.approvers = pseudonyms;
    return this;
  }

  /** Key q: SHA-256 of the public payload. */
  public EntryBuilder payload(Bytes sha256) {
    this.payload = sha256;
    return this;
  }

  /** Key l: this entry was appended later than it happened. */
  public EntryBuilder late() {
    this.late = true;
    return this;
  }

  /** Key g: the entries this one is about. */
  public EntryBuilder ranges(List<IndexRange> ranges) {
    this.ranges = ranges;
    return this;
  }

  /** Key z: the node's signature over what it wrote. */
  public EntryBuilder seal(Bytes signature) {
    this.seal = signature;
    return this;
  }

  /**
   * The entry at its place. The builder may be stamped again, for example after a failed batch.
   *
   * @throws IllegalArgumentException when a value has the wrong length or spelling
   */
  public Entry stamped(EntryStamp stamp) {
    return new Entry(
        stamp,
        event,
        outcome,
        actor,
        role,
        subject,
        record,
        confidentiality,
        purpose,
        requestId,
        policyVersion,
        detail,
        digest,
        approvers,
        payload,
        late,
        ranges,
        seal);
  }
}
