package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** Splitting and joining: the right key, or an error that names the share. */
class RecoveryKeyTest {
  private static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");
  private static final VaultId OTHER_VAULT = VaultId.parse("ff112233445566778899aabbccddeeff");

  private final RecoveryKey key = RecoveryKey.generate();

  private static void assertRefused(List<RecoveryShare> shares, String... words) {
    assertThatThrownBy(() -> RecoveryKey.join(VAULT, shares))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContainingAll(words);
  }

  @Property(tries = 60)
  void anyShares_thatAreEnough_giveTheKey_andFewerAreRefused(
      @ForAll @IntRange(min = 2, max = 16) int of,
      @ForAll @IntRange(min = 2, max = 16) int asked,
      @ForAll Random random) {
    int needed = Math.min(asked, of);
    List<RecoveryShare> shares = new ArrayList<>(key.split(VAULT, needed, of));
    Collections.shuffle(shares, random);
    try (RecoveryKey joined = RecoveryKey.join(VAULT, shares.subList(0, needed));
        RecoveryKey all = RecoveryKey.join(VAULT, shares)) {
      assertThat(joined.text()).isEqualTo(key.text());
      assertThat(all.text()).isEqualTo(key.text());
    }
    assertRefused(shares.subList(0, needed - 1), needed == 1 ? "no share" : "");
  }

  @Test
  void everyThreeOfFive_giveTheKey_andNoTwo() {
    List<RecoveryShare> shares = key.split(VAULT, 3, 5);
    for (int chosen = 1; chosen < 1 << 5; chosen++) {
      List<RecoveryShare> some = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        if ((chosen >> i & 1) == 1) {
          some.add(shares.get(i));
        }
      }
      if (some.size() >= 3) {
        try (RecoveryKey joined = RecoveryKey.join(VAULT, some)) {
          assertThat(joined.recipient()).isEqualTo(key.recipient());
        }
      } else {
        assertRefused(some, "needs 3 shares; there are " + some.size());
      }
    }
  }

  /** Fewer than are needed tell nothing: two splittings of one key have nothing in common. */
  @Test
  void splittingTwice_makesSetsThatDoNotMix() {
    List<RecoveryShare> one = key.split(VAULT, 2, 3);
    List<RecoveryShare> other = key.split(VAULT, 2, 3);
    assertThat(one.get(0).setId()).isNotEqualTo(other.get(0).setId());
    assertThat(one.get(0).point()).isNotEqualTo(other.get(0).point());
    assertRefused(
        List.of(one.get(0), other.get(1)),
        "share 2 of set " + other.get(0).setId(),
        "not of the same set as share 1 of set " + one.get(0).setId());
  }

  @Test
  void sharesOfAnotherVault_areNamed() {
    List<RecoveryShare> shares = key.split(OTHER_VAULT, 2, 3);
    assertRefused(shares, "share 1 of set", "is for the vault " + OTHER_VAULT, "not for " + VAULT);
  }

  @Test
  void oneShareTwice_isNamed() {
    List<RecoveryShare> shares = key.split(VAULT, 2, 3);
    assertRefused(List.of(shares.get(1), shares.get(1)), "share 2 of set", "is there twice");
    assertRefused(List.of(), "there is no share");
  }

  @Test
  void numbersOutOfRange_areRefused() {
    for (int[] each : new int[][] {{1, 3}, {0, 3}, {4, 3}, {2, 17}, {-1, -1}, {2, 1}}) {
      assertThatThrownBy(() -> key.split(VAULT, each[0], each[1]))
          .isInstanceOf(VaultException.InvalidInput.class)
          .hasMessageContaining("cannot be needed");
    }
  }

  /** Who has a share can make up another one whose own check fits. */
  @Test
  void madeUpShare_neverGivesAnotherKey() {
    List<RecoveryShare> shares = key.split(VAULT, 2, 3);
    RecoveryShare real = shares.get(1);
    byte[] value = real.point().clone();
    value[31] ^= 1;
    byte[] code = RecoveryPage.read("PVSHARE1", new String(real.text()));
    byte[] keyCheck = java.util.Arrays.copyOfRange(code, 60, 76);
    RecoveryShare forged = new RecoveryShare(real.set(), 2, value, keyCheck);
    assertThat(RecoveryShare.parse(forged.text()).number()).isEqualTo(2);
    assertRefused(List.of(shares.get(0), forged), "the shares 1, 2 of set", "changed or made up");
    assertRefused(List.of(shares.get(0), forged, shares.get(2)), "the shares 1, 2, 3 of set");
    keyCheck[0] ^= 1;
    RecoveryShare other = new RecoveryShare(real.set(), 2, real.point().clone(), keyCheck);
    assertRefused(List.of(shares.get(0), other), "changed or made up");
  }

  @Test
  void textOfAKey_isReadBack_andBeginsWithItsMark() {
    assertThat(new String(key.text()))
        .matches("PVSEED1\n1: (\\w{4} ){4}\\w\\w\n2: [^\n]+\n3: [^\n]+\n4: [^\n]+\n");
    try (RecoveryKey read = RecoveryKey.parse(key.text())) {
      assertThat(read.recipient()).isEqualTo(key.recipient());
    }
    assertThat(key.toString())
        .isEqualTo("RecoveryKey[" + key.recipient().fingerprint().hex() + "]");
  }

  @Test
  void closedKey_refusesToWork() {
    Unlock unlock = key.unlock();
    key.close();
    key.close();
    assertThatThrownBy(key::text).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.split(VAULT, 2, 3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new RecoveryProvider().create(unlock))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void slotForSharesOfAnotherKey_isNotMade() {
    List<RecoveryShare> shares = key.split(VAULT, 2, 3);
    try (RecoveryKey other = RecoveryKey.generate()) {
      assertThatThrownBy(() -> other.unlock(shares)).isInstanceOf(IllegalArgumentException.class);
      List<RecoveryShare> mixed = List.of(shares.get(0), key.split(VAULT, 2, 3).get(1));
      assertThatThrownBy(() -> key.unlock(mixed)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void uriOfASplitKey_saysItsSet() {
    List<RecoveryShare> shares = key.split(VAULT, 3, 5);
    assertThat(key.unlock(shares).uri().text())
        .isEqualTo(
            "recovery:"
                + key.recipient().fingerprint().hex()
                + "?set="
                + shares.get(0).setId()
                + "&k=3&n=5");
  }
}
