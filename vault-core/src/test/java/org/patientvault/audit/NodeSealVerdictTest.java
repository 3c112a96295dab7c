package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Bytes;

/** What a node seals is its own, from START to STOP; each forgery by who holds the log's keys. */
@Tag("once")
class NodeSealVerdictTest {
  private static final int BOOT = 0x0000b007;

  @TempDir private Path directory;

  private final TestLog log = TestLog.ofSize(1);
  private final Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(new byte[32], 0);
  private MessageDigest covered = MerkleHash.sha256();
  private long counter;

  @BeforeEach
  void aNodeStarts() {
    write(start());
  }

  private static EntryBuilder event(EventCode code) {
    return Entry.of(code, Outcome.SUCCESS);
  }

  private EntryBuilder start() {
    return event(EventCode.START).digest(Bytes.of(key.generatePublicKey().getEncoded()));
  }

  /** Written by the node, which remembers it. */
  private void write(EntryBuilder entry) {
    covered.update(put(entry));
  }

  /** Put into the node's name, whoever did it. */
  private byte[] put(EntryBuilder entry) {
    log.add(entry.stamped(new EntryStamp(Samples.TIME, "node-2", BOOT, ++counter)));
    return log.hashes.get(log.hashes.size() - 1);
  }

  private void reads(int count) {
    for (int i = 0; i < count; i++) {
      write(Samples.readBuilder());
    }
  }

  private void seal(EventCode code) {
    EntryStamp stamp = new EntryStamp(Samples.TIME, "node-2", BOOT, counter + 1);
    Bytes digest = Bytes.of(covered.digest());
    covered = MerkleHash.sha256();
    write(event(code).digest(digest).seal(signed(NodeSeal.message(TestLog.ORIGIN, stamp, digest))));
  }

  private Bytes signed(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return Bytes.of(signer.generateSignature());
  }

  private Report verified() {
    log.head = log.sign(log.leaves.size());
    return log.writeTo(directory).verify(directory);
  }

  private void assertFound(String line) {
    Report report = verified();
    assertThat(report.lines()).contains(line);
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void sealsOverSeveralTiles_areRight() {
    reads(400);
    seal(EventCode.SEAL);
    reads(700);
    seal(EventCode.SEAL);
    seal(EventCode.SEAL);
    reads(1);
    seal(EventCode.STOP);
    Report report = verified();
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines()).noneMatch(line -> line.contains("SEAL"));
  }

  @Test
  void entryPutIntoANodesName_doesNotFitItsSeal() {
    reads(3);
    put(Samples.readBuilder());
    reads(2);
    seal(EventCode.SEAL);
    assertFound("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..8");
  }

  @Test
  void entryReplacedBeforeItWasSigned_doesNotFitTheSeal() {
    reads(300);
    covered.update(new MerkleHash().leaf(Samples.ascii("what the node wrote")));
    put(Samples.readBuilder());
    seal(EventCode.STOP);
    assertFound("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..303");
  }

  @Test
  void sealOfAnotherKey_isNone() {
    reads(1);
    Bytes digest = Bytes.of(covered.digest());
    put(event(EventCode.SEAL).digest(digest).seal(Samples.pattern(64, 0)));
    assertFound("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..3");
  }

  @Test
  void keyThatIsNoPointOfTheCurve_sealsNothing() {
    TestLog other = TestLog.ofSize(1);
    EntryStamp first = new EntryStamp(Samples.TIME, "node-2", BOOT, 1);
    other.add(event(EventCode.START).digest(Samples.pattern(32, 0xff)).stamped(first));
    Bytes digest = Bytes.of(MerkleHash.sha256().digest(other.hashes.get(1)));
    EntryStamp second = new EntryStamp(Samples.TIME, "node-2", BOOT, 2);
    other.add(event(EventCode.SEAL).digest(digest).seal(Samples.pattern(64, 0xff)).stamped(second));
    other.head = other.sign(3);
    assertThat(other.writeTo(directory).verify(directory).lines())
        .contains("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..2");
  }

  @Test
  void moreBootsThanAreKept_cannotBeTold() {
    for (int boot = 0; boot < NodeCounters.MOST_BOOTS; boot++) {
      log.add(event(EventCode.START).stamped(new EntryStamp(Samples.TIME, "node-3", boot, 1)));
    }
    Report report = verified();
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("CANNOT TELL seals of more than 65536 boots"));
    assertThat(report.exitCode()).isNotEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void sealOfAnotherLog_isNone() {
    EntryStamp stamp = new EntryStamp(Samples.TIME, "node-2", BOOT, counter + 1);
    Bytes digest = Bytes.of(covered.digest());
    byte[] message = NodeSeal.message(TestLog.ORIGIN + "0", stamp, digest);
    put(event(EventCode.SEAL).digest(digest).seal(signed(message)));
    assertFound("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..2");
  }

  @Test
  void moreThanAThousandEntriesWithoutASeal_areTooMany() {
    reads(1_001);
    assertFound("SEAL MISSING node=node-2 boot=0000b007 entries=1..1001");
  }

  @Test
  void entryAfterStop_isNobodys() {
    seal(EventCode.STOP);
    put(Samples.readBuilder());
    assertFound("SEAL MISSING node=node-2 boot=0000b007 entries=3..3");
  }

  @Test
  void bootWithoutAKey_isRefusedOnceOneHadOne() {
    log.add(Samples.readBuilder().stamped(new EntryStamp(Samples.TIME, "node-3", 0xb007, 1)));
    assertFound("SEAL MISSING node=node-3 boot=0000b007 entries=2..2");
  }

  @Test
  void stopWithoutASeal_isNone() {
    put(event(EventCode.STOP));
    assertFound("SEAL MISMATCH node=node-2 boot=0000b007 entries=1..2");
  }

  @Test
  void lastEntriesOfARunningNode_areANotice() {
    reads(4);
    Report report = verified();
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines())
        .contains(
            "NOT SEALED: 5 of nodes that were still running, or were killed before they sealed"
                + " them");
  }

  @Test
  void logWithoutAnyKey_asksForNoSeals() {
    TestLog plain = TestLog.ofSize(1_500).writeTo(directory);
    assertThat(BundleVerifier.verify(directory, plain.policy(), Optional.empty()).lines())
        .noneMatch(line -> line.contains("SEAL"));
  }

  @Test
  void message_isWhatThePageSays() {
    EntryStamp stamp = new EntryStamp(Samples.TIME, "n", 0x01020304, 5);
    byte[] message = NodeSeal.message("origin", stamp, Samples.pattern(32, 9));
    assertThat(new String(message, 0, 35, StandardCharsets.ISO_8859_1))
        .isEqualTo("patientvault-node-seal/v1\n\u0006origin\u0001n");
    assertThat(Bytes.of(message).hex()).endsWith("01020304" + "0000000000000005" + "09".repeat(32));
  }
}
