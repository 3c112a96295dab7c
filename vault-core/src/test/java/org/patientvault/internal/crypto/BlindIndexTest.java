package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class BlindIndexTest {
  private static final VaultKeys KEYS = VaultKeys.generate(Places.VAULT);
  private static final byte[] SCOPE = {9};
  private static final byte[] TARGET = "target".getBytes(StandardCharsets.UTF_8);

  private final BlindIndex index = KEYS.index(IndexName.PATIENT);

  @Test
  void tag_isTheSameForOneValue_andSixteenBytes() {
    assertThat(index.tag(utf8("mrn"), utf8("42"))).isEqualTo(index.tag(utf8("mrn"), utf8("42")));
    assertThat(index.tag(utf8("mrn")).size()).isEqualTo(BlindIndex.TAG_BYTES);
    assertThat(index.tags(utf8("mrn"))).isEqualTo(List.of(index.tag(utf8("mrn"))));
    assertThat(index.version()).isEqualTo(1);
  }

  @Property(tries = 200)
  void tag_ofDifferentlyCutParts_differs(
      @ForAll @Size(max = 4) byte[] first, @ForAll @Size(min = 1, max = 4) byte[] second) {
    BlindIndex any = KEYS.index(IndexName.PATIENT);
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);

    assertThat(any.tag(first, second)).isNotEqualTo(any.tag(joined));
    assertThat(any.tag(first, second)).isNotEqualTo(any.tag(joined, new byte[0]));
    assertThat(any.tag(first, second)).isNotEqualTo(any.tag(first, second, new byte[0]));
  }

  @Test
  void tag_ofOneValueInTwoIndexes_differs() {
    assertThat(KEYS.index(IndexName.RECORD).tag(utf8("42"))).isNotEqualTo(index.tag(utf8("42")));
  }

  @Test
  void openTarget_ofARowWhereItBelongs_givesTheTarget() {
    Bytes tag = index.tag(utf8("42"));

    assertThat(index.openTarget(tag, SCOPE, index.sealTarget(tag, SCOPE, TARGET)))
        .isEqualTo(TARGET);
  }

  @Test
  void openTarget_ofAMovedRow_isTamperedAndNamesTheTag() {
    Bytes tag = index.tag(utf8("42"));
    Bytes other = index.tag(utf8("43"));
    Bytes sealed = index.sealTarget(tag, SCOPE, TARGET);

    assertThatThrownBy(() -> index.openTarget(other, SCOPE, sealed))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("index-patient")
        .hasMessageContaining(other.hex());
    assertThatThrownBy(() -> index.openTarget(tag, new byte[] {8}, sealed))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> KEYS.index(IndexName.RECORD).openTarget(tag, SCOPE, sealed))
        .isInstanceOf(VaultException.Tampered.class);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
