package org.patientvault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FieldValueTest {
  @Test
  void asDecimal_ofAWholeNumber_isThatNumber() {
    assertThat(FieldValue.integer(120).asDecimal()).isEqualTo(new BigDecimal("120"));
  }

  @Test
  void asDecimal_keepsTheScale() {
    assertThat(FieldValue.decimal(new BigDecimal("1.00")).asDecimal())
        .isEqualTo(new BigDecimal("1.00"));
  }

  @Test
  void asText_ofAnotherKind_saysWhichAndShowsNothing() {
    assertThatThrownBy(() -> FieldValue.integer(4711).asText())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("INTEGER")
        .hasMessageNotContaining("4711");
    assertThatThrownBy(() -> FieldValue.absent().asText())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ABSENT");
  }

  @Test
  void nullEmptyAndAbsent_areThreeValues() {
    assertThat(FieldValue.ofNull()).isNotEqualTo(FieldValue.text(""));
    assertThat(FieldValue.ofNull()).isNotEqualTo(FieldValue.absent());
    assertThat(FieldValue.text("")).isNotEqualTo(FieldValue.bytes(new byte[0]));
  }
}
