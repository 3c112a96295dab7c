package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void execute_withVersion_succeeds() {
    assertThat(Main.execute("--version")).isZero();
  }

  @Test
  void execute_withoutCommand_isAUsageError() {
    assertThat(Main.execute()).isEqualTo(2);
  }
}
