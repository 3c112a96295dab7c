package org.patientvault.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.model.Bytes;

/** A small log in memory, as a database would store it: tests attack its rows and notes. */
final class TestLog {
  static final String ORIGIN = "vault.example.org/000102030405060708090a0b0c0d0e0f/2026";
  static final long SIGNED_AT = 1_768_466_400L;

  final TestSigner signer = new TestSigner(1);
  final List<byte[]> leaves = new ArrayList<>();
  final List<byte[]> hashes = new ArrayList<>();
  final Map<Long, byte[]> kept = new TreeMap<>();
  final Map<Bytes, byte[]> payloads = new TreeMap<>();

  /** Time stamps by the size that they are over. */
  final Map<Long, List<byte[]>> anchors = new TreeMap<>();

  byte[] head = new byte[0];

  /** GENESIS, then reads of one node; signed at the end and at each of the sizes given. */
  static TestLog ofSize(int size, int... keptSizes) {
    TestLog log = new TestLog();
    for (int i = 0; i < size; i++) {
      log.add(i == 0 ? log.genesis().stamped(Samples.stamp(1)) : Samples.read(i + 1));
    }
    for (int keptSize : keptSizes) {
      log.kept.put((long) keptSize, log.sign(keptSize));
    }
    log.head = log.sign(size);
    return log;
  }

  EntryBuilder genesis() {
    byte[] payload = Samples.ascii("{\"features\":[]}");
    return Entry.of(EventCode.GENESIS, Outcome.SUCCESS)
        .digest(MerkleRoot.of(List.of()))
        .payload(keep(payload));
  }

  Entry genesis(EntryStamp stamp) {
    return genesis().stamped(stamp);
  }

  Bytes keep(byte[] payload) {
    MessageDigest sha256 = MerkleHash.sha256();
    Bytes name = Bytes.of(sha256.digest(payload));
    payloads.put(name, payload);
    return name;
  }

  void add(Entry entry) {
    leaves.add(entry.encode());
    hashes.add(new MerkleHash().leaf(entry.encode()));
  }

  Bytes root(int size) {
    return frontier(size).root();
  }

  MerkleFrontier frontier(int size) {
    MerkleFrontier frontier = new MerkleFrontier();
    hashes.subList(0, size).forEach(frontier::append);
    return frontier;
  }

  byte[] sign(int size) {
    return sign(size, root(size));
  }

  byte[] sign(long size, Bytes root) {
    return CheckpointNote.sign(ORIGIN, size, root, SIGNED_AT + size, signer);
  }

  byte[] signAt(int size, Instant time) {
    return CheckpointNote.sign(ORIGIN, size, root(size), time.getEpochSecond(), signer);
  }

  TrustPolicy policy() {
    return TrustPolicy.of(signer.keys(ORIGIN));
  }

  AuditorState state(int size) {
    MerkleFrontier frontier = frontier(size);
    return new AuditorState(
        new AuditorState.MerkleTreeState(ORIGIN, size, frontier.root(), frontier.hashes()),
        Samples.TIME,
        "patientvault test");
  }

  /** The state of an honest log, with what was seen of its entries. */
  AuditorState stateAndSeen(int size) {
    AuditorState state = state(size);
    EntriesSeen seen =
        new EntriesSeen(
            Samples.stamp(1).time(),
            Samples.stamp(size).time(),
            0,
            Map.of("node-1 7f3a9c21", (long) size));
    return new AuditorState(state.tree(), Optional.of(seen), state.checkedAt(), state.tool());
  }

  /** Writes what is stored, honest or not. */
  TestLog writeTo(Path directory) {
    BundleWriter writer = BundleWriter.create(directory, head);
    for (int i = 0; i < leaves.size(); i++) {
      writer.entry(leaves.get(i), hashes.get(i));
    }
    kept.forEach(writer::checkpoint);
    payloads.forEach(writer::payload);
    anchors.forEach((size, tokens) -> write(writer, size, tokens));
    writer.finish(JsonValue.members().put("note", "untrusted hints").build());
    return this;
  }

  private static void write(BundleWriter writer, long size, List<byte[]> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      writer.anchor(size, i + 1, tokens.get(i));
    }
  }

  Report verify(Path directory) {
    return BundleVerifier.verify(directory, policy(), Optional.empty());
  }

  /** Changes one bit of a file of the bundle in {@code directory}. */
  static void flip(Path directory, String name, int offset) throws IOException {
    Path file = directory.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }
}
