package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Samples are drawn as docs/formats/audit-log.md says, and can be drawn again by anybody. */
class SampleDrawTest {
  private static final String SEED = "2026-w03";

  private static SampleDraw drawn(String seed, int size, long offered) {
    SampleDraw draw = new SampleDraw(seed, size);
    LongStream.range(0, offered).forEach(draw::offer);
    return draw;
  }

  /** From the page alone. */
  private static String rank(String seed, long index) throws Exception {
    byte[] name = seed.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer text = ByteBuffer.allocate(5 + 1 + name.length + 8);
    text.put("PVrs1".getBytes(StandardCharsets.US_ASCII)).put((byte) name.length).put(name);
    text.putLong(index);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.array()));
  }

  @Test
  void draw_isTheOneOfAReaderMadeFromThePage() throws Exception {
    Comparator<Long> byRank = Comparator.comparing(index -> rankOrFail(index));
    List<Long> expected =
        LongStream.range(0, 500).boxed().sorted(byRank).limit(20).sorted().toList();
    assertThat(drawn(SEED, 20, 500).drawn()).isEqualTo(expected);
  }

  private static String rankOrFail(long index) {
    try {
      return rank(SEED, index);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void vectorsOfThePage_hold() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "formats", "audit-log.md"));
    assertThat(page).contains(rank(SEED, 0));
    List<Long> five = drawn(SEED, 5, 100).drawn();
    assertThat(page).contains(five.toString().replaceAll("[\\[\\]]", ""));
  }

  @Test
  void fewerThanAsked_areAllDrawn() {
    assertThat(drawn(SEED, 5, 3).drawn()).containsExactly(0L, 1L, 2L);
    assertThat(drawn(SEED, 5, 0).drawn()).isEmpty();
    assertThat(drawn(SEED, 5, 3).candidates()).isEqualTo(3);
  }

  @Test
  void badSeedsAndSizes_areRefused() {
    for (String seed : List.of("", "a b", "é", "x".repeat(65))) {
      assertThatThrownBy(() -> new SampleDraw(seed, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int size : new int[] {0, -1, 1_001}) {
      assertThatThrownBy(() -> new SampleDraw(SEED, size))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
