package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.DetailCommitment;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryBuilder;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.crypto.DetailCipher;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

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

  boolean hasKeys() {
    return keys.areHeld();
  }

  /** Drops the keys that idle cipher objects hold. */
  void forgetKeys() {
    cipher.forgetKeys();
  }

  /** Where the entries of a transaction left the node's counter and the log. */
  record Written(Node node, LogHeadRow head, @Nullable Bytes lastLeafHash) {}

  /** Writes all drafts of a transaction and moves the head. */
  Written write(LedgerTransaction transaction, Node node) {
    LogHeadRow head = transaction.head();
    MerkleFrontier tree = seal.verified(head, transaction.stateBefore().generation());
    List<LogEntryRow> entries = new ArrayList<>();
    List<LogDetailRow> details = new ArrayList<>();
    long index = head.size();
    Node at = node.at(node.counter(), node.run().copy());
    for (EntryDraft draft : transaction.drafts()) {
      at = at.at(at.counter() + 1, at.run());
      LogEntryRow entry = one(transaction.rows(), draft, index, at, details);
      at.run().append(entry.leafHash(), draft.seals());
      tree.append(entry.leafHash().unsafeArray());
      entries.add(entry);
      index++;
    }
    LogHeadRow moved =
        new LogHeadRow(
            head.shard(),
            head.origin(),
            index,
            tree.root(),
            tree.encode(),
            head.epoch(),
            head.mac());
    transaction
        .rows()
        .append(seal.sealed(moved, transaction.state().generation()), entries, details);
    return new Written(
        at, moved, entries.isEmpty() ? null : entries.get(entries.size() - 1).leafHash());
  }

  private LogEntryRow one(
      WriteView rows, EntryDraft draft, long index, Node node, List<LogDetailRow> details) {
    byte[] detail = draft.detail().spelled();
    byte[] salt = cipher.random(SALT_BYTES);
    Bytes commitment = DetailCommitment.of(Bytes.wrap(salt), detail);
    EntryStamp stamp = new EntryStamp(now(), node.name(), node.boot(), node.counter());
    byte[] leaf = signed(leaf(rows, draft, commitment), draft, stamp, node).stamped(stamp).encode();
    PatientRef patient = draft.target().patient();
    LogSubject subject = patient == null ? subjects.nobody(rows) : subjects.patient(rows, patient);
    byte[] sealed = cipher.seal(subject, detailContext(shard.origin(), index, commitment), detail);
    details.add(
        new LogDetailRow(
            shard.number(),
            index,
            Bytes.wrap(salt),
            Bytes.wrap(sealed),
            RetentionClass.of(draft.event()).code()));
    return new LogEntryRow(shard.number(), index, Bytes.wrap(leaf), Bytes.wrap(hash.leaf(leaf)));
  }

  /** A boot's first entry names its key; its seals are signed with it. */
  private static EntryBuilder signed(
      EntryBuilder entry, EntryDraft draft, EntryStamp stamp, Node node) {
    if (draft.event() == EventCode.START) {
      return entry.digest(node.run().publicKey());
    }
    if (!draft.seals()) {
      return entry;
    }
    SealedRun.Seal seal = node.run().seal(stamp);
    return entry.digest(seal.covered()).seal(seal.signature());
  }

  private EntryBuilder leaf(WriteView rows, EntryDraft draft, Bytes commitment) {
    EntryBuilder entry = Entry.of(draft.event(), draft.outcome()).detail(commitment);
    add(entry, rows, draft.request());
    add(entry, rows, draft.target());
    if (draft.evidence().rows() != null) {
      entry.digest(draft.evidence().rows());
    }
    if (draft.evidence().payload() != null) {
      entry.payload(draft.evidence().payload());
    }
    return entry.ranges(draft.evidence().about());
  }

  private void add(EntryBuilder entry, WriteView rows, EntryDraft.Request request) {
    if (request.actor() != null) {
      entry.actor(subjects.actor(rows, request.actor()).pseudonym(), request.actor().role());
    }
    if (request.purpose() != null) {
      entry.purpose(request.purpose());
    }
    if (request.id() != null) {
      entry.requestId(request.id());
    }
    if (request.policyVersion() > 0) {
      entry.policyVersion(request.policyVersion());
    }
    entry.approvers(
        request.approvers().stream()
            .map(approver -> subjects.actor(rows, approver).pseudonym())
            .toList());
  }

  private void add(EntryBuilder entry, WriteView rows, EntryDraft.Target target) {
    if (target.patient() != null) {
      entry.subject(subjects.patient(rows, target.patient()).pseudonym());
    } else if (target.erased() != null) {
      entry.subject(target.erased());
    }
    if (target.record() != null) {
      entry.record(recordPseudonym(keys, shard, target.record().value()));
    }
    if (target.confidentiality() != null) {
      entry.confidentiality(target.confidentiality());
    }
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
