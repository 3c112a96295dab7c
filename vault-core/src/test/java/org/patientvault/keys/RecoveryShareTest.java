package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** A share as people copy it: what does not matter, and every slip that does. */
@Tag("once")
class RecoveryShareTest {
  private static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");
  private static final char[] ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();

  private final RecoveryShare share;
  private final String text;

  RecoveryShareTest() {
    try (RecoveryKey key = RecoveryKey.generate()) {
      share = key.split(VAULT, 3, 5).get(1);
    }
    text = new String(share.text());
  }

  private static RecoveryShare parse(String text) {
    return RecoveryShare.parse(text.toCharArray());
  }

  private void assertRefused(String changed, String words) {
    assertThatThrownBy(() -> parse(changed))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining(words);
  }

  private String rows() {
    return text.substring(text.indexOf("PVSHARE1"));
  }

  @Test
  void text_saysInWordsWhatItIs_andReadsBack() {
    assertThat(text)
        .startsWith("PatientVault recovery share 2 of 5\nfor the vault " + VAULT + ", set ")
        .contains("Any 3 of the 5 shares together open the vault.");
    RecoveryShare read = parse(text);
    assertThat(read.vault()).isEqualTo(VAULT);
    assertThat(read.setId()).isEqualTo(share.setId());
    assertThat(new int[] {read.number(), read.needed(), read.of()}).containsExactly(2, 3, 5);
    assertThat(read.point()).isEqualTo(share.point());
    assertThat(read).hasToString("share 2 of set " + share.setId());
  }

  @Test
  void whatIsForTheEye_doesNotMatter() {
    for (String same :
        new String[] {
          rows(),
          text.replace("\n", "\r\n"),
          "\uFEFF" + rows(),
          rows().toLowerCase(Locale.ROOT),
          rows().replaceAll("(?m)^[1-8]: ", ""),
          rows().replaceAll("(\\w{4}) ", "$1-"),
          rows().replaceAll("(?<=: .*)(\\w{2})(?=\\w{2} )", "$1 "),
          rows().replaceAll("(?m)^", "   ") + "\n\n  \n",
          "PVSHARE1\n" + rows().substring(9).replaceAll("\\s|[1-8]:", ""),
          new String(share.code())
        }) {
      assertThat(parse(same).point()).isEqualTo(share.point());
    }
  }

  /** One character for another, anywhere in the rows: found, and found in its row. */
  @Test
  void everyCharacterMistaken_isFoundInItsRow() {
    String code = new String(share.code());
    int start = code.indexOf(':') + 1;
    for (int at = start; at < code.length(); at++) {
      for (char other : ALPHABET) {
        if (other != code.charAt(at)) {
          String changed = code.substring(0, at) + other + code.substring(at + 1);
          assertThatThrownBy(() -> parse(changed))
              .as("character %d", at - start)
              .isInstanceOf(VaultException.InvalidInput.class);
        }
      }
    }
    String changed =
        rows().replaceFirst("(?m)^5: .", "5: " + (rows().contains("5: A") ? 'B' : 'A'));
    assertRefused(changed, "row 5 has a typing error");
  }

  @Test
  void neighboursExchanged_areFound() {
    String code = new String(share.code());
    for (int at = code.indexOf(':') + 1; at < code.length() - 1; at++) {
      if (code.charAt(at) != code.charAt(at + 1)) {
        String changed =
            code.substring(0, at) + code.charAt(at + 1) + code.charAt(at) + code.substring(at + 2);
        assertThatThrownBy(() -> parse(changed)).isInstanceOf(VaultException.InvalidInput.class);
      }
    }
  }

  @Test
  void charactersThatAreNone_areShownByTheirPlace() {
    for (char odd : new char[] {'0', '1', '8', '9', '=', '*', '\u00c4', '\0'}) {
      String changed = rows().replaceFirst("(?m)^(3: .{5}).", "$1" + odd);
      assertRefused(changed, "row 3, character 5 is neither a letter from A to Z nor a digit");
    }
  }

  @Test
  void rowsMissingCutOrMixed_areNamed() {
    assertRefused(rows().replaceFirst("(?m)^4:.*\n", ""), "has row 5 where row 4 should be");
    assertRefused(
        rows().replaceFirst("(?m)^(2:.*).\n", "$1\n"),
        "row 2 of 8 has 17 characters instead of 18");
    assertRefused(rows().replaceFirst("(?m)^8:.*\n", ""), "row 8 of 8 has 0 characters");
    assertRefused(rows() + "ABCD\n", "goes on after row 8, which is the last");
    assertRefused(text.substring(0, text.indexOf("PVSHARE1")), "no line that begins with PVSHARE1");
    assertRefused("", "no line that begins with PVSHARE1");
    String[] lines = rows().split("\n", -1);
    String exchanged = lines[1].substring(3);
    lines[1] = "1: " + lines[2].substring(3);
    lines[2] = "2: " + exchanged;
    assertRefused(String.join("\n", lines), "row 1 has a typing error");
  }

  @Test
  void rowOfAnotherShare_isFoundByTheWhole() {
    try (RecoveryKey key = RecoveryKey.generate()) {
      String other = new String(key.split(VAULT, 3, 5).get(1).code());
      String code = new String(share.code());
      String mixed =
          code.substring(0, 9 + 54) + other.substring(9 + 54, 9 + 72) + code.substring(81);
      assertRefused(mixed, "not as it was written down");
    }
  }

  @Test
  void anotherVersionOrImpossibleNumbers_areRefused() {
    byte[] bytes = RecoveryPage.read("PVSHARE1", text);
    assertRefused(RecoveryPage.text("PVSHARE1", changed(bytes, 0, 2)), "has version 2");
    assertRefused(RecoveryPage.text("PVSHARE1", changed(bytes, 1, 1)), "1 cannot be needed");
    assertRefused(RecoveryPage.text("PVSHARE1", changed(bytes, 2, 17)), "cannot be needed");
    assertRefused(RecoveryPage.text("PVSHARE1", changed(bytes, 3, 6)), "number 6 of 5");
    assertRefused(RecoveryPage.text("PVSHARE1", changed(bytes, 3, 0)), "number 0 of 5");
  }

  /** With a check that fits again, as its writer would have made it. */
  private static byte[] changed(byte[] share, int at, int to) {
    byte[] body = java.util.Arrays.copyOf(share, 76);
    body[at] = (byte) to;
    return RecoveryPage.withCheck("PVsh1", body, 4);
  }

  @Test
  void oneTypedRow_isCheckedAtOnce() {
    String row = rows().split("\n", -1)[7];
    assertThatCode(() -> RecoveryShare.checkRow(7, row.toCharArray())).doesNotThrowAnyException();
    assertThatCode(() -> RecoveryShare.checkRow(7, row.substring(3).toCharArray()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> RecoveryShare.checkRow(6, row.substring(3).toCharArray()))
        .hasMessageContaining("row 6 has a typing error");
    assertThatThrownBy(() -> RecoveryShare.checkRow(8, (row + "AB").toCharArray()))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> RecoveryShare.checkRow(7, row.substring(0, 9).toCharArray()))
        .hasMessageContaining("row 7 has 5 characters instead of 18");
  }

  @Test
  void messages_holdNothingOfTheShare() {
    String changed = rows().replaceFirst("(?m)^5: (....)", "5: ****");
    assertThatThrownBy(() -> parse(changed))
        .satisfies(
            e -> {
              for (String group : rows().substring(9).split("[\\s:]+", -1)) {
                if (group.length() > 2) {
                  assertThat(e.getMessage()).doesNotContain(group);
                }
              }
            });
  }

  @Test
  void markOfAnotherKind_isNotRead() {
    assertThat(RecoveryShare.isIn(text.toCharArray())).isTrue();
    assertThat(RecoveryKey.isIn(text.toCharArray())).isFalse();
    assertThat(RecoveryRecipient.isIn(text.toCharArray())).isFalse();
    assertRefused(rows().replace("PVSHARE1", "PVSEED1"), "no line that begins with PVSHARE1");
  }
}
