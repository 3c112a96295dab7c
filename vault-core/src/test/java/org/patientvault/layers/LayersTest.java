package org.patientvault.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayersTest {
  @Test
  void placeholder() {
    assertThat(LayersTest.class.getPackageName()).isEqualTo("org.patientvault.layers");
  }
}
