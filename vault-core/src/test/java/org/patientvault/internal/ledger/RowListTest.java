package org.patientvault.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class RowListTest {
  private static final Bytes ONE = Sha256.of(new byte[] {1});
  private static final Bytes TWO = Sha256.of(new byte[] {2});

  @Test
  void written_isReadInItsOrder() {
    assertThat(RowList.read(RowList.of(List.of(TWO, ONE)).body())).containsExactly(TWO, ONE);
    assertThat(RowList.read(RowList.of(List.of()).body())).isEmpty();
  }

  @Test
  void cutShortOrOfAnotherKind_isTampered() {
    byte[] list = RowList.of(List.of(ONE)).body().toArray();
    for (int length = 0; length < list.length; length++) {
      if (length != 5) {
        Bytes cut = Bytes.wrap(Arrays.copyOf(list, length));
        assertThatThrownBy(() -> RowList.read(cut))
            .as("%d bytes", length)
            .isInstanceOf(VaultException.Tampered.class);
      }
    }
    list[4]++;
    assertThatThrownBy(() -> RowList.read(Bytes.wrap(list)))
        .isInstanceOf(VaultException.Tampered.class);
  }
}
