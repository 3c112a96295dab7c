package org.patientvault.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * A program: writes a log of many entries and verifies it, with nothing of it in memory at once.
 *
 * <p>Prints the report's first line, how long it took, and its exit code. Arguments: an empty
 * directory, and how many entries.
 */
final class LongLog {
  private static final byte[] PAYLOAD = Samples.ascii("{\"features\":[]}");

  private LongLog() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    TestSigner signer = new TestSigner(1);
    write(directory, size, signer);
    TrustPolicy policy = TrustPolicy.of(signer.keys(TestLog.ORIGIN));
    long begun = System.nanoTime();
    Report report = BundleVerifier.verify(directory, policy, Optional.empty());
    System.out.println(report.lines().get(0));
    System.out.printf("verified in %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    System.exit(report.exitCode().code());
  }

  private static void write(Path directory, int size, TestSigner signer) {
    BundleWriter writer = BundleWriter.create(directory, head(size, signer));
    MerkleHash hash = new MerkleHash();
    for (int i = 0; i < size; i++) {
      byte[] leaf = leaf(i);
      writer.entry(leaf, hash.leaf(leaf));
    }
    writer.payload(payload(), PAYLOAD);
    writer.finish(JsonValue.members().build());
  }

  private static byte[] head(int size, TestSigner signer) {
    MerkleFrontier frontier = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    for (int i = 0; i < size; i++) {
      frontier.append(hash.leaf(leaf(i)));
    }
    return CheckpointNote.sign(TestLog.ORIGIN, size, frontier.root(), TestLog.SIGNED_AT, signer);
  }

  private static byte[] leaf(int index) {
    return index == 0 ? genesis() : Samples.read(index + 1L).encode();
  }

  private static byte[] genesis() {
    return Entry.of(EventCode.GENESIS, Outcome.SUCCESS)
        .digest(MerkleRoot.of(List.of()))
        .payload(payload())
        .stamped(Samples.stamp(1))
        .encode();
  }

  private static Bytes payload() {
    return Bytes.of(MerkleHash.sha256().digest(PAYLOAD));
  }
}
