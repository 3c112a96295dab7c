package org.patientvault.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.patientvault.audit.report.ReportProof;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * A log of any length whose entries are made when they are asked for: a few people, several kinds
 * of events, one entry every 19 minutes.
 */
public final class PageLog {
  public static final String ORIGIN = TestLog.ORIGIN;

  private static final Instant START = Instant.parse("2026-01-05T06:12:44.310Z");
  private static final Duration BETWEEN = Duration.ofSeconds(1151, 37_000_000);

  private static final String NODE = "node-1.records.hospital-a.example.org";

  private final int size;
  private final TestSigner signer = new TestSigner(1);

  public PageLog(int size) {
    this.size = size;
  }

  public int size() {
    return size;
  }

  /** The leaf at {@code index}, the same each time. */
  public byte[] leaf(int index) {
    return index == 0 ? genesis() : entry(index).encode();
  }

  public Entry entry(int index) {
    Instant time = START.plus(BETWEEN.multipliedBy(index));
    EntryStamp stamp = new EntryStamp(time, NODE, 0x7f3a9c21, index + 1L);
    int kind = Math.floorMod(index * 7919, 23);
    if (kind == 3 || kind == 4) {
      return Entry.of(EventCode.DENY, Outcome.MINOR_FAILURE)
          .actor(random(16, index % 7), new Role("nurse"))
          .subject(random(16, 100 + index % 5))
          .purpose(Purpose.TREAT)
          .policyVersion(7)
          .detail(random(32, index))
          .stamped(stamp);
    }
    EntryBuilder builder =
        Entry.of(kind == 9 ? EventCode.EXPORT : EventCode.READ, Outcome.SUCCESS)
            .actor(random(16, index % 7), new Role("physician"))
            .subject(random(16, 100 + index % 5))
            .purpose(kind == 9 ? Purpose.PATRQT : Purpose.TREAT)
            .requestId(new UUID(index * 40_503L, ~index * 69_069L).toString())
            .policyVersion(7)
            .digest(random(32, -index))
            .detail(random(32, index));
    return kind == 9
        ? builder.stamped(stamp)
        : builder
            .record(random(16, 1000 + index))
            .confidentiality(Confidentiality.R)
            .stamped(stamp);
  }

  private static byte[] genesis() {
    return Entry.of(EventCode.GENESIS, Outcome.SUCCESS)
        .digest(MerkleRoot.of(List.of()))
        .payload(random(32, 1))
        .stamped(new EntryStamp(START, NODE, 0x7f3a9c21, 1))
        .encode();
  }

  private static Bytes random(int bytes, int seed) {
    byte[] value = new byte[bytes];
    new Random(seed).nextBytes(value);
    return Bytes.of(value);
  }

  public Bytes note() {
    MerkleFrontier frontier = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    forEach(leaf -> frontier.append(hash.leaf(leaf)));
    return note(frontier.root(), signer);
  }

  /** The same head, signed by keys that nobody knows. */
  public Bytes forgedNote(Bytes root) {
    return note(root, new TestSigner(2));
  }

  private Bytes note(Bytes root, TestSigner by) {
    return Bytes.of(CheckpointNote.sign(ORIGIN, size, root, TestLog.SIGNED_AT, by));
  }

  private void forEach(Consumer<byte[]> taker) {
    IntStream.range(0, size).mapToObj(this::leaf).forEach(taker);
  }

  public TrustPolicy policy() {
    return TrustPolicy.of(signer.keys(ORIGIN));
  }

  public ReportProof.Whole whole() {
    return new ReportProof.Whole(note(), policy(), this::forEach);
  }

  public ReportProof.Extract extract(long... indexes) {
    Bytes note = note();
    List<LogProof> proofs =
        LongStream.of(indexes)
            .mapToObj(
                index ->
                    new LogProof(
                        index,
                        Optional.of(Bytes.of(leaf((int) index))),
                        InclusionProof.of(this::subtree, index, size).hashes(),
                        note))
            .toList();
    return new ReportProof.Extract(note, policy(), proofs);
  }

  private Bytes subtree(int level, long index) {
    MerkleFrontier frontier = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    for (long i = index << level; i < (index + 1) << level; i++) {
      frontier.append(hash.leaf(leaf((int) i)));
    }
    return frontier.root();
  }
}
