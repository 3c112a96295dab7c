package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.patientvault.model.VaultException;

class CanonicalJsonTest {
  @Example
  void write_aDetail_sortsMembersAndEscapesLittle() {
    JsonValue detail =
        JsonValue.members()
            .put("reason", "caf\u00e9 \"A\"\\\n\u0001\ud83d\ude00/")
            .put("fields", JsonValue.ofTexts(List.of("b", "a")))
            .put("count", -7)
            .put("empty", JsonValue.members().build())
            .put("flag", true)
            .build();
    assertThat(new String(CanonicalJson.write(detail), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"count\":-7,\"empty\":{},\"fields\":[\"b\",\"a\"],\"flag\":true,"
                + "\"reason\":\"caf\u00e9 \\\"A\\\"\\\\\\n\\u0001\ud83d\ude00/\"}");
    assertThat(CanonicalJson.parse(CanonicalJson.write(detail), 1000)).isEqualTo(detail);
  }

  @Property(tries = 500)
  void parse_anyText_comesBack(@ForAll String text, @ForAll int number) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    JsonValue value = JsonValue.of(List.of(JsonValue.of(whole), JsonValue.of(number)));
    assertThat(CanonicalJson.parse(CanonicalJson.write(value), 100_000)).isEqualTo(value);
  }

  @Example
  void parse_otherSpellings_areRefused() {
    for (String text :
        List.of(
            "",
            " {}",
            "{} ",
            "{",
            "}",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{\"b\":1,\"a\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"\":1}",
            "{\"\u00e9\":1}",
            "{a:1}",
            "01",
            "-0",
            "+1",
            "1.0",
            "1e3",
            "-",
            "null",
            "nul",
            "TRUE",
            "9007199254740992",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u001F\"",
            "\"\\u000a\"",
            "\"\n\"",
            "\"a",
            "\"\\x\"",
            "\"\\ud800\"",
            "[1 ,2]",
            "[1][2]",
            "\ufeff{}")) {
      assertThatThrownBy(() -> parse(text))
          .as(text)
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThatThrownBy(() -> CanonicalJson.parse(new byte[] {'"', (byte) 0xc3, '"'}, 10))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Example
  void parse_tooDeepOrTooLong_isRefused() {
    assertThat(parse("[".repeat(16) + "1" + "]".repeat(16))).isNotNull();
    assertThatThrownBy(() -> parse("[".repeat(17) + "1" + "]".repeat(17)))
        .isInstanceOf(VaultException.LimitExceeded.class);
    assertThatThrownBy(() -> parse("[".repeat(90_000)))
        .isInstanceOf(VaultException.LimitExceeded.class);
    assertThatThrownBy(() -> CanonicalJson.parse(new byte[11], 10))
        .isInstanceOf(VaultException.LimitExceeded.class);
  }

  @Example
  void of_whatCannotBeWritten_isTheCallersMistake() {
    assertThatThrownBy(() -> JsonValue.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonValue.of(1L << 53)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonValue.of(Long.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonValue.members().put("a", 1).put("a", 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonValue.members().put("a\"", 1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static JsonValue parse(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8), 100_000);
  }
}
