package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** What keepers type, one after the other. */
@Tag("once")
class TypedSharesTest {
  private static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");

  private final RecoveryKey key = RecoveryKey.generate();
  private final List<RecoveryShare> shares = key.split(VAULT, 2, 3);
  private final Deque<String> keyboard = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  private static List<String> rows(RecoveryShare share) {
    String text = new String(share.text());
    return Arrays.asList(text.substring(text.indexOf("1: ")).split("\n", 8));
  }

  private Shares read() {
    return new TypedShares(
            question -> {
              asked.add(question);
              return keyboard.poll();
            },
            said::add)
        .read();
  }

  private void assertJoins(Shares read) {
    try (RecoveryKey joined = RecoveryKey.join(VAULT, read.list())) {
      assertThat(joined.recipient()).isEqualTo(key.recipient());
    }
  }

  @Test
  void asManyAsAreNeeded_areAskedFor() {
    keyboard.addAll(rows(shares.get(2)));
    keyboard.addAll(rows(shares.get(0)));
    assertJoins(read());
    assertThat(asked).hasSize(16).startsWith("share 1, row 1 of 8").endsWith("share 2, row 8 of 8");
    assertThat(said).hasSize(2).last().asString().endsWith("is read: 2 of 2");
  }

  @Test
  void rowWithASlip_isAskedForAgain_andTheOthersAreNot() {
    List<String> rows = new ArrayList<>(rows(shares.get(0)));
    rows.add(3, rows.get(3).replaceFirst("4: .", "4: 0"));
    rows.add(1, "PVSHARE1");
    keyboard.addAll(rows);
    keyboard.addAll(rows(shares.get(1)));
    assertJoins(read());
    assertThat(said).hasSize(3).first().asString().contains("row 4, character 1 is neither");
    assertThat(asked.stream().filter("share 1, row 4 of 8"::equals)).hasSize(2);
  }

  @Test
  void shareTwiceOrOfAnotherSet_isAskedForAgain() {
    keyboard.addAll(rows(shares.get(0)));
    keyboard.addAll(rows(shares.get(0)));
    keyboard.addAll(rows(key.split(VAULT, 2, 3).get(1)));
    keyboard.addAll(rows(shares.get(1)));
    assertJoins(read());
    assertThat(said.get(1)).contains("was given already");
    assertThat(said.get(2)).contains("is of another set than share 1");
  }

  @Test
  void rowsOfTwoShares_beginAgain() {
    List<String> mixed = new ArrayList<>(rows(shares.get(0)));
    mixed.set(5, rows(shares.get(1)).get(5));
    keyboard.addAll(mixed);
    keyboard.addAll(rows(shares.get(0)));
    keyboard.addAll(rows(shares.get(1)));
    assertJoins(read());
    assertThat(said.get(0)).contains("not as it was written down").endsWith("first row again");
  }

  @Test
  void keyboardAtItsEnd_givesNoShare() {
    keyboard.addAll(rows(shares.get(0)).subList(0, 3));
    assertThatThrownBy(this::read).isInstanceOf(VaultException.KeyUnavailable.class);
  }
}
