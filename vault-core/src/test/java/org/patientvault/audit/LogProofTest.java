package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** P4: one entry is checked alone, with public keys, and every byte of its proof counts. */
class LogProofTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255, 256, 257, 700})
  void everyEntry_isProvenByItsFile(int size) {
    TestLog log = TestLog.ofSize(size).writeTo(directory);
    for (int index = 0; index < size; index += 1 + size / 60) {
      LogProof proof = LogProof.parse(LogProof.of(directory, index, log.policy()).text());
      assertThat(proof.leaf()).contains(Bytes.of(log.leaves.get(index)));
      Checkpoint head = proof.verify(log.policy(), proof.leaf().orElseThrow());
      assertThat(head.root()).isEqualTo(log.root(size));
    }
  }

  @Test
  void tileOfTiles_isWalkedThrough() {
    TestLog log = TestLog.ofSize(256 * 256 + 300).writeTo(directory);
    for (long index : List.of(0L, 255L, 256L, 65_535L, 65_536L, 65_835L)) {
      LogProof proof = LogProof.of(directory, index, log.policy());
      assertThat(proof.verify(log.policy(), proof.leaf().orElseThrow()).size()).isEqualTo(65_836);
    }
  }

  @Test
  void anyByteChanged_isRefusedOrProvesNothing() {
    TestLog log = TestLog.ofSize(9).writeTo(directory);
    byte[] honest = LogProof.of(directory, 4, log.policy()).text();
    for (int at = 0; at < honest.length; at++) {
      byte[] changed = honest.clone();
      changed[at] ^= 1;
      assertThat(isProven(log, changed)).as("byte %d", at).isFalse();
    }
    assertThat(isProven(log, honest)).isTrue();
  }

  /** A line of a key with another name is no line of the log's: the policy asks for both. */
  private static boolean isProven(TestLog log, byte[] file) {
    try {
      LogProof proof = LogProof.parse(file);
      Checkpoint head = proof.verify(log.policy(), proof.leaf().orElseThrow());
      return log.policy().isMetBy(head);
    } catch (VaultException e) {
      return false;
    }
  }

  @Test
  void proofOfAnotherEntry_provesNothing() {
    TestLog log = TestLog.ofSize(9).writeTo(directory);
    LogProof proof = LogProof.of(directory, 4, log.policy());
    assertThatThrownBy(() -> proof.verify(log.policy(), Bytes.of(log.leaves.get(5))))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("index 4");
  }

  @Test
  void keysOfAnotherLog_cannotTell() {
    TestLog log = TestLog.ofSize(9).writeTo(directory);
    LogProof proof = LogProof.of(directory, 4, log.policy());
    TrustPolicy others = TrustPolicy.of(new TestSigner(2).keys("other.example.org/log"));
    assertThatThrownBy(() -> proof.verify(others, proof.leaf().orElseThrow()))
        .isInstanceOf(VaultException.KeyUnavailable.class);
  }

  @Test
  void entryOutsideTheLog_isNotFound() {
    TestLog log = TestLog.ofSize(9).writeTo(directory);
    assertThatThrownBy(() -> LogProof.of(directory, 9, log.policy()))
        .isInstanceOf(VaultException.NotFound.class)
        .hasMessageContaining("9 entries");
  }

  @Test
  void tileChangedOrCut_makesNoProof() throws IOException {
    TestLog log = TestLog.ofSize(9).writeTo(directory);
    TestLog.flip(directory, "tile/0/000.p/9", 5);
    assertThatThrownBy(() -> LogProof.of(directory, 4, log.policy()))
        .isInstanceOf(VaultException.Tampered.class);
    Files.write(directory.resolve("tile/0/000.p/9"), new byte[31]);
    assertThatThrownBy(() -> LogProof.of(directory, 4, log.policy()))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("tile/0/000.p/9");
  }

  @Test
  void proofOfAnotherProgram_takesItsEntryApart() {
    TestLog log = TestLog.ofSize(2).writeTo(directory);
    LogProof ours = LogProof.of(directory, 1, log.policy());
    LogProof bare = new LogProof(1, Optional.empty(), ours.hashes(), ours.note());
    LogProof read = LogProof.parse(bare.text());
    assertThat(read).isEqualTo(bare);
    assertThat(read.verify(log.policy(), Bytes.of(log.leaves.get(1))).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nx",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\nextra AA==\n\nx",
        "c2sp.org/tlog-proof@v1\nextra AB==\nindex 1\n\nx",
        "c2sp.org/tlog-proof@v1\r\nindex 1\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nx"
      })
  void whatIsNoProof_isRefused(String text) {
    assertThatThrownBy(() -> LogProof.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}
