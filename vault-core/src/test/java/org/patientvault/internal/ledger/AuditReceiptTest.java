package org.patientvault.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;

/** P1: a receipt opens each row its entry names once, and no other. */
class AuditReceiptTest {
  private static final Bytes ROW = Bytes.of(new byte[32]);
  private static final RowClaim CLAIM = new RowClaim(ROW, 2026, 5, Set.of(new FieldName("status")));

  @Test
  void claim_givesTheFieldsOfTheEntry() {
    assertThat(new AuditReceipt(7, List.of(CLAIM)).claim(ROW).fields())
        .containsExactly(new FieldName("status"));
  }

  @Test
  void claim_twice_isRefused() {
    AuditReceipt receipt = new AuditReceipt(7, List.of(CLAIM));
    assertThat(receipt.claim(ROW)).isEqualTo(CLAIM);
    assertThatThrownBy(() -> receipt.claim(ROW)).isInstanceOf(AssertionError.class);
  }

  @Test
  void claim_ofAnotherRow_isRefused() {
    AuditReceipt receipt = new AuditReceipt(7, List.of(CLAIM));
    byte[] other = new byte[32];
    other[31] = 1;
    assertThatThrownBy(() -> receipt.claim(Bytes.of(other))).isInstanceOf(AssertionError.class);
  }
}
