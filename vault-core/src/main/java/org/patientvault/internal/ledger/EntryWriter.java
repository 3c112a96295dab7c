package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.DetailCommitment;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryBuilder;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.crypto.DetailCipher;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;

/**
 * Makes drafts into stored entries: pseudonyms, commitment, leaf bytes, sealed detail, tree.
 *
 * <p>Used by one thread at a time, the one that commits. Format: docs/formats/audit-log.md.
 */
final class EntryWriter {
  static final int SALT_BYTES = 32;

  private final Shard shard;
  private final VaultKeys keys;
  private final LogSubjects subjects;
  private final DetailCipher cipher = new DetailCipher();
  private final Clock clock;
  private final HeadSeal seal;
  private final MerkleHash hash = new MerkleHash();
  private Instant latest = Instant.EPOCH;

  EntryWriter(Shard shard, VaultKeys keys, LogSubjects subjects, Clock clock) {
    this.shard = shard;
    this.keys = keys;
    this.subjects = subjects;
    this.clock = clock;
    this.seal = new HeadSeal(keys.stateMac());
  }

  /** Writes all drafts of a transaction and moves the head; gives the counter of the last entry. */
  long write(LedgerTransaction transaction, Node node, long counter) {
    LogHeadRow head = transaction.head();
    MerkleFrontier tree = seal.verified(head);
    List<LogEntryRow> entries = new ArrayList<>();
    List<LogDetailRow> details = new ArrayList<>();
    long index = head.size();
    for (EntryDraft draft : transaction.drafts()) {
      LogEntryRow entry = one(transaction.rows(), draft, index, node, ++counter, details);
      tree.append(entry.leafHash().unsafeArray());
      entries.add(entry);
      index++;
    }
    transaction.rows().insertLogEntries(entries);
    transaction.rows().insertLogDetails(details);
    transaction
        .rows()
        .updateLogHead(
            seal.sealed(
                new LogHeadRow(
                    head.shard(),
                    head.origin(),
                    index,
                    tree.root(),
                    tree.encode(),
                    head.epoch(),
                    head.mac())));
    return counter;
  }

  private LogEntryRow one(
      WriteView rows,
      EntryDraft draft,
      long index,
      Node node,
      long counter,
      List<LogDetailRow> details) {
    byte[] detail = draft.detail().spelled();
    byte[] salt = cipher.random(SALT_BYTES);
    Bytes commitment = DetailCommitment.of(Bytes.wrap(salt), detail);
    byte[] leaf =
        leaf(rows, draft, commitment)
            .stamped(new EntryStamp(now(), node.name(), node.boot(), counter))
            .encode();
    LogSubject subject =
        draft.patient() == null ? subjects.nobody(rows) : subjects.patient(rows, draft.patient());
    byte[] sealed = cipher.seal(subject, detailContext(shard.origin(), index, commitment), detail);
    details.add(
        new LogDetailRow(
            shard.year(), index, Bytes.wrap(salt), Bytes.wrap(sealed), Retention.ACCESS));
    return new LogEntryRow(shard.year(), index, Bytes.wrap(leaf), Bytes.wrap(hash.leaf(leaf)));
  }

  private EntryBuilder leaf(WriteView rows, EntryDraft draft, Bytes commitment) {
    EntryBuilder entry = Entry.of(draft.event(), draft.outcome()).detail(commitment);
    if (draft.actor() != null) {
      entry.actor(subjects.actor(rows, draft.actor()).pseudonym(), draft.actor().role());
    }
    if (draft.patient() != null) {
      entry.subject(subjects.patient(rows, draft.patient()).pseudonym());
    }
    if (draft.record() != null) {
      entry.record(recordPseudonym(keys, shard, draft.record().value()));
    }
    return rest(entry, draft);
  }

  private static EntryBuilder rest(EntryBuilder entry, EntryDraft draft) {
    if (draft.confidentiality() != null) {
      entry.confidentiality(draft.confidentiality());
    }
    if (draft.purpose() != null) {
      entry.purpose(draft.purpose());
    }
    if (draft.requestId() != null) {
      entry.requestId(draft.requestId());
    }
    if (draft.policyVersion() > 0) {
      entry.policyVersion(draft.policyVersion());
    }
    if (draft.rowDigest() != null) {
      entry.digest(draft.rowDigest());
    }
    if (draft.payload() != null) {
      entry.payload(draft.payload());
    }
    return entry;
  }

  /**
   * Record references are random already: a keyed function of one is a pseudonym, and dies with it.
   */
  static Bytes recordPseudonym(VaultKeys keys, Shard shard, Bytes record) {
    byte[] scope = shard.origin().getBytes(StandardCharsets.UTF_8);
    return keys.index(IndexName.LOG_RECORD).tag(scope, record.unsafeArray());
  }

  /** What a sealed detail is bound to. */
  static byte[] detailContext(String origin, long index, Bytes commitment) {
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(5 + 2 + name.length + 8 + 32);
    out.put("PVld1".getBytes(StandardCharsets.US_ASCII)).putShort((short) name.length).put(name);
    return out.putLong(index).put(commitment.unsafeArray()).array();
  }

  private Instant now() {
    Instant now = clock.instant();
    latest = now.isAfter(latest) ? now : latest;
    return latest;
  }
}
