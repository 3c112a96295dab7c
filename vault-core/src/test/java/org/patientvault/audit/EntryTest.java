package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.patientvault.model.VaultException;

class EntryTest {
  private static final String READ_LEAF =
      """
      {"v":1,"t":"2026-01-15T08:31:07.043Z","n":"node-1","b":"7f3a9c21","k":1,"e":"READ","o":0,\
      "a":"AQEBAQEBAQEBAQEBAQEBAQ","r":"physician","s":"AgICAgICAgICAgICAgICAg",\
      "d":"AwMDAwMDAwMDAwMDAwMDAw","c":"R","u":"TREAT","x":"req-42.A_b","p":7,\
      "h":"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ"}\
      """;

  @Example
  void encode_aRead_isTheLineOfThePage() {
    assertThat(text(Samples.read(1).encode())).isEqualTo(READ_LEAF);
  }

  @Example
  void encode_everyKey_keepsTheOrder() {
    assertThat(text(Samples.everything().encode()))
        .endsWith(
            """
            ,"y":["CAgICAgICAgICAgICAgICA","BwcHBwcHBwcHBwcHBwcHBw"],\
            "q":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk","l":1,"g":[[0,0],[2,9],[11,12]]}\
            """);
  }

  @Example
  void parse_whatEncodeWrote_isTheSameEntry() {
    assertThat(Entry.parse(Samples.read(3).encode())).isEqualTo(Samples.read(3));
    assertThat(Entry.parse(Samples.everything().encode())).isEqualTo(Samples.everything());
  }

  @Property(tries = 300)
  void parse_anyTimeBootAndCounter_isTheSameStamp(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis,
      @ForAll int boot,
      @ForAll @LongRange(min = 1, max = (1L << 53) - 1) long counter) {
    EntryStamp stamp = new EntryStamp(Instant.ofEpochMilli(millis), "a.b-c", boot, counter);
    Entry entry = Entry.of(EventCode.START, Outcome.SUCCESS).stamped(stamp);
    assertThat(Entry.parse(entry.encode())).isEqualTo(entry);
    assertThat(text(entry.encode()).substring(12, 31))
        .isEqualTo(stamp.time().toString().substring(0, 19));
  }

  @Example
  void parse_everySingleBitChange_isRefusedOrAnotherEntry() {
    byte[] leaf = Samples.everything().encode();
    for (int bit = 0; bit < leaf.length * 8; bit++) {
      byte[] changed = leaf.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(isRefusedOrCanonical(changed)).as("bit %d", bit).isTrue();
    }
  }

  @Example
  void parse_everyTruncation_isRefused() {
    byte[] leaf = Samples.everything().encode();
    for (int length = 0; length < leaf.length; length++) {
      assertRefused(new String(leaf, 0, length, StandardCharsets.US_ASCII));
    }
  }

  @Example
  void parse_otherSpellings_areRefused() {
    List<String> spellings = new ArrayList<>();
    spellings.add(READ_LEAF + "\n");
    spellings.add(" " + READ_LEAF);
    spellings.add(READ_LEAF.replace("\"v\":1", "\"v\":2"));
    spellings.add(READ_LEAF.replace("\"v\":1", "\"v\": 1"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":01"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":+1"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":0"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":1.0"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":9007199254740992"));
    spellings.add(READ_LEAF.replace("\"k\":1", "\"k\":90071992547409910"));
    spellings.add(READ_LEAF.replace("\"p\":7", "\"p\":null"));
    spellings.add(READ_LEAF.replace("\"p\":7", "\"p\":2147483648"));
    spellings.add(READ_LEAF.replace("\"p\":7", "\"p\":7,\"p\":7"));
    spellings.add(READ_LEAF.replace("\"o\":0", "\"o\":1"));
    spellings.add(READ_LEAF.replace("\"c\":\"R\"", "\"c\":\"X\""));
    spellings.add(READ_LEAF.replace("\"c\":\"R\"", "\"c\":\"HIV\""));
    spellings.add(READ_LEAF.replace("TREAT", "CURE"));
    spellings.add(READ_LEAF.replace("READ", "LOOK"));
    spellings.add(READ_LEAF.replace("\"e\":\"READ\",", ""));
    spellings.add(READ_LEAF.replace("\"n\":\"node-1\",", ""));
    spellings.add(READ_LEAF.replace("physician", "Physician"));
    spellings.add(READ_LEAF.replace("physician", "1st"));
    spellings.add(READ_LEAF.replace("node-1", "-node"));
    spellings.add(READ_LEAF.replace("node-1", "n".repeat(64)));
    spellings.add(READ_LEAF.replace("req-42.A_b", ""));
    spellings.add(READ_LEAF.replace("req-42.A_b", "x".repeat(65)));
    spellings.add(READ_LEAF.replace("req-42.A_b", "a b"));
    spellings.add(READ_LEAF.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBAR"));
    spellings.add(READ_LEAF.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBAQ=="));
    spellings.add(READ_LEAF.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBA+"));
    spellings.add(READ_LEAF.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEB"));
    spellings.add(READ_LEAF.replace("7f3a9c21", "7F3A9C21"));
    spellings.add(READ_LEAF.replace("7f3a9c21", "7f3a9c2"));
    spellings.add(READ_LEAF.replace("08:31:07.043Z", "08:31:07.04Z"));
    spellings.add(READ_LEAF.replace("08:31:07.043Z", "24:00:00.000Z"));
    spellings.add(READ_LEAF.replace("08:31:07.043Z", "08:31:60.043Z"));
    spellings.add(READ_LEAF.replace("2026-01-15", "2026-02-29"));
    spellings.add(READ_LEAF.replace("2026-01-15", "2026-13-01"));
    spellings.add(READ_LEAF.replace("2026-01-15", "1969-12-31"));
    spellings.add(READ_LEAF.replace("\"r\":\"physician\",", "").replace("\"u\"", "\"r\""));
    spellings.add(READ_LEAF.replace("physician", "physici\\u0061n"));
    spellings.add(READ_LEAF.replace("}", ",\"z\":1}"));
    spellings.add(READ_LEAF.replace("}", ",}"));
    spellings.forEach(EntryTest::assertRefused);
  }

  @Example
  void parse_listsInOtherForms_areRefused() {
    String leaf = text(Samples.everything().encode());
    for (String ranges :
        List.of(
            "[]",
            "[[1,0]]",
            "[[0,1],[2,3]]",
            "[[5,6],[1,2]]",
            "[[0]]",
            "[0,1]",
            "[[0,1],]",
            "[[0,1]")) {
      assertRefused(leaf.replace("[[0,0],[2,9],[11,12]]", ranges));
    }
    String one = "\"CAgICAgICAgICAgICAgICA\"";
    for (String approvers : List.of("[]", one, "[" + one + "," + one + "]", "[" + one + ",]")) {
      assertRefused(leaf.replaceFirst("\"y\":\\[[^]]*]", "\"y\":" + approvers));
    }
    assertRefused(leaf.replace("\"l\":1", "\"l\":0"));
    assertRefused(leaf.replace("\"l\":1", "\"l\":true"));
  }

  @Example
  void encode_keysThatTheEventMustNotHave_areRefused() {
    EntryBuilder withoutPatient =
        Entry.of(EventCode.READ, Outcome.SUCCESS).detail(Samples.pattern(32, 1));
    assertThatThrownBy(() -> withoutPatient.stamped(Samples.stamp(1)).encode())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("READ lacks arsup");
    EntryBuilder approvedRead = Samples.readBuilder().approvers(List.of(Samples.pattern(16, 1)));
    assertThatThrownBy(() -> approvedRead.stamped(Samples.stamp(1)).encode())
        .hasMessageContaining("READ must not have y");
    EntryBuilder vagueErase =
        Entry.of(EventCode.EXPIRE, Outcome.SUCCESS).detail(Samples.pattern(32, 1));
    assertThatThrownBy(() -> vagueErase.stamped(Samples.stamp(1)).encode())
        .hasMessageContaining("EXPIRE needs one of sg");
  }

  @Example
  void encode_tooManyRanges_isRefused() {
    List<IndexRange> ranges = new ArrayList<>();
    for (long i = 0; i < 60; i++) {
      ranges.add(new IndexRange(1_000_000_000_000L + 3 * i, 1_000_000_000_001L + 3 * i));
    }
    Entry entry =
        Entry.of(EventCode.EXPIRE, Outcome.SUCCESS).ranges(ranges).stamped(Samples.stamp(1));
    assertThatThrownBy(entry::encode).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void parse_aRefusal_showsNothingOfTheLeaf() {
    assertThatThrownBy(() -> Entry.parse(Samples.ascii(READ_LEAF.replace("TREAT", "SECRET"))))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("SECRET");
  }

  private static boolean isRefusedOrCanonical(byte[] changed) {
    try {
      return java.util.Arrays.equals(Entry.parse(changed).encode(), changed);
    } catch (VaultException.InvalidInput e) {
      return true;
    }
  }

  private static void assertRefused(String leaf) {
    assertThatThrownBy(() -> Entry.parse(leaf.getBytes(StandardCharsets.UTF_8)))
        .as(leaf)
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  private static String text(byte[] leaf) {
    return new String(leaf, StandardCharsets.US_ASCII);
  }
}
