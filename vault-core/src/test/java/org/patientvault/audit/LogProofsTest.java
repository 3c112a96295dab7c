package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class LogProofsTest {
  @TempDir private Path directory;

  @Test
  void everyEntry_isHandedOutInOrder_withAProofThatHolds() {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    LogProofs proofs = LogProofs.of(directory, log.policy());
    List<byte[]> leaves = new ArrayList<>();
    proofs.forEachLeaf(leaves::add);
    assertThat(leaves).usingRecursiveFieldByFieldElementComparator().isEqualTo(log.leaves);
    for (int index : new int[] {0, 1, 255, 256, 511, 512, 599}) {
      Bytes leaf = Bytes.of(log.leaves.get(index));
      assertThat(proofs.proof(index).leaf()).contains(leaf);
      assertThat(proofs.proof(index).verify(log.policy(), leaf).size()).isEqualTo(600);
    }
  }

  @Test
  void entryThatTheLogDoesNotHave_isNotFound() {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    LogProofs proofs = LogProofs.of(directory, log.policy());
    assertThatThrownBy(() -> proofs.proof(3)).isInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(() -> proofs.proof(-1)).isInstanceOf(VaultException.NotFound.class);
  }
}
