package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

class StrictYamlTest {
  @Test
  void read_aBombOfAliases_isRefusedAtTheFirstAnchor() {
    assertRefused("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "line 1: anchors and aliases");
  }

  @Test
  void read_nestedTooDeep_isRefused() {
    assertRefused("a: " + "[".repeat(100) + "]".repeat(100), "line 1: nested deeper than 12");
    assertRefused("a: " + "[".repeat(100_000) + "]".repeat(100_000), "line 1: nested deeper");
  }

  @Test
  void read_tooManyValues_isRefused() {
    assertRefused("a: [" + "1,".repeat(60_000) + "1]", "line 1: more than 50000 values");
  }

  @Test
  void read_tooLarge_isRefused() {
    assertRefused("# " + "x".repeat(StrictYaml.MAX_BYTES), "the file has 1048578 bytes");
  }

  @Test
  void read_emptyFile_isRefused() {
    assertRefused("", "line 1: the file is empty");
    assertRefused("# nothing\n", "line 1: the file is empty");
  }

  @Test
  void read_aList_isRefused() {
    assertRefused("- a\n- b\n", "line 1: expected keys with values, found a list");
  }

  @Test
  void read_twoDocuments_isRefused() {
    assertRefused("a: 1\n---\nb: 2\n", "line 3: a second document begins here");
  }

  @Test
  void read_mergeKey_isAKeyLikeAnyOther() {
    assertThatThrownBy(
            () -> StrictYaml.read(bytes("<<: {a: 1}\n")).allowOnly(java.util.Set.of("a")))
        .hasMessageStartingWith("line 1: unknown key '<<'");
  }

  @Test
  void read_invalidUtf8_isRefused() {
    assertThatThrownBy(() -> StrictYaml.read(new byte[] {'a', ':', ' ', (byte) 0xC3}))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessage("the file is not valid UTF-8");
  }

  private static void assertRefused(String file, String reason) {
    assertThatThrownBy(() -> StrictYaml.read(bytes(file)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageStartingWith(reason);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
