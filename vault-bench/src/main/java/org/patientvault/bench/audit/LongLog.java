package org.patientvault.bench.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.CheckpointNote;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryBuilder;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.MerkleRoot;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.ledger.SoftwareSigner;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** A signed log of reads, each entry of about four hundred bytes, as an auditor gets it. */
final class LongLog {
  private static final String ORIGIN = "example.org/patientvault/log/2026";
  private static final Instant BEGIN = Instant.parse("2026-01-15T08:31:07.042Z");
  private static final String REQUEST = "request-".repeat(8);
  private static final byte[] PAYLOAD = "{\"features\":[]}".getBytes(StandardCharsets.US_ASCII);
  private static final Bytes PAYLOAD_HASH = sha256(PAYLOAD);

  private final SoftwareSigner signer = new SoftwareSigner(LogKeys.generate());
  private final Path directory;
  private final int size;
  private long entryBytes;

  LongLog(Path directory, int size) {
    this.directory = directory;
    this.size = size;
    write();
  }

  Path directory() {
    return directory;
  }

  int size() {
    return size;
  }

  /** The mean length of an entry. */
  int entryBytes() {
    return (int) (entryBytes / size);
  }

  TrustPolicy policy() {
    return TrustPolicy.of(LogVerifierKeys.of(ORIGIN, signer));
  }

  private void write() {
    BundleWriter writer = BundleWriter.create(directory, head());
    MerkleHash hash = new MerkleHash();
    for (int i = 0; i < size; i++) {
      byte[] leaf = leaf(i);
      entryBytes += leaf.length;
      writer.entry(leaf, hash.leaf(leaf));
    }
    writer.payload(PAYLOAD_HASH, PAYLOAD);
    writer.finish(JsonValue.members().build());
  }

  private byte[] head() {
    MerkleFrontier frontier = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    for (int i = 0; i < size; i++) {
      frontier.append(hash.leaf(leaf(i)));
    }
    return CheckpointNote.sign(ORIGIN, size, frontier.root(), BEGIN.getEpochSecond(), signer);
  }

  /** The entry at this index; the first one founds the log. */
  static byte[] leaf(int index) {
    EntryBuilder builder =
        index == 0
            ? Entry.of(EventCode.GENESIS, Outcome.SUCCESS)
                .digest(MerkleRoot.of(List.of()))
                .payload(PAYLOAD_HASH)
            : read();
    return builder
        .stamped(new EntryStamp(BEGIN.plusMillis(index), "node-1", 0x7f3a9c21, index + 1L))
        .encode();
  }

  private static EntryBuilder read() {
    return Entry.of(EventCode.READ, Outcome.SUCCESS)
        .actor(pattern(16, 1), new Role("physician"))
        .subject(pattern(16, 2))
        .record(pattern(16, 3))
        .confidentiality(Confidentiality.R)
        .purpose(Purpose.TREAT)
        .requestId(REQUEST)
        .policyVersion(7)
        .detail(pattern(32, 4))
        .digest(pattern(32, 5));
  }

  private static Bytes sha256(byte[] message) {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static Bytes pattern(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return Bytes.wrap(bytes);
  }
}
