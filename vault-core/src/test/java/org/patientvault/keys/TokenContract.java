package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.tokens.TestToken;

/**
 * What every token keeps; a maker's test plugs in its token.
 *
 * <p>Two of its tests present a wrong PIN: a third would lock a TPM.
 */
abstract class TokenContract extends ProtectorContract {
  static final byte[] KEYSET = new byte[100];
  static final byte[] CONTEXT = {1, 2, 3};

  abstract TestToken token();

  abstract Mechanism mechanism();

  /** More attributes that a URI needs here. */
  String[] more() {
    return new String[0];
  }

  @Override
  ProtectorProvider provider() {
    return new Pkcs11Provider();
  }

  @Override
  Unlock right() {
    return unlock(TestToken.PIN);
  }

  @Override
  Unlock wrong() {
    return unlock("4321-wrong");
  }

  Unlock unlock(String pin) {
    return new Unlock(new ProtectorUri(token().uri("kek", more())), pin::toCharArray);
  }

  /** So that a wrong PIN of the test before does not count with those of the next. */
  @AfterEach
  void theRightPin_stillOpens() {
    provider().create(right()).close();
  }

  @Test
  void create_recordsMechanismTokenAndKey() {
    try (KeyProtector made = provider().create(right())) {
      TokenParameters parameters = TokenParameters.parse(made.parameters());

      assertThat(parameters.mechanism()).isEqualTo(mechanism());
      assertThat(parameters.keyId().size()).isPositive();
      assertThat(made.wrap(KEYSET, CONTEXT)[1]).isEqualTo((byte) mechanism().code());
    }
  }

  @Test
  void create_twice_usesTheKeyThatIsThere() {
    byte[] wrapped;
    try (KeyProtector made = provider().create(right())) {
      wrapped = made.wrap(KEYSET, CONTEXT);
    }
    try (KeyProtector again = provider().create(right())) {
      assertThat(again.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void theReadPin_isWiped() {
    char[] pin = right().secret().read();

    provider().create(new Unlock(right().uri(), () -> pin)).close();

    assertThat(pin).containsOnly('\0');
  }

  @Test
  void asks_forAPin_unlessTheUriNamesItsFile() {
    ProtectorUri plain = right().uri();
    ProtectorUri named = new ProtectorUri(plain.text() + "&pin-source=file:/etc/vault/pin");

    assertThat(provider().asks(plain)).isEqualTo(Asks.PIN);
    assertThat(provider().asks(named)).isEqualTo(Asks.NOTHING);
  }

  @Test
  void wrongPin_saysSo_andIsWiped() {
    provider().create(right()).close();
    char[] pin = wrong().secret().read();

    assertThatThrownBy(() -> provider().create(new Unlock(wrong().uri(), () -> pin)))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET));
    assertThat(pin).containsOnly('\0');
  }

  @Test
  void wrongPin_whileSomebodyIsLoggedIn_isRefused() {
    try (KeyProtector made = provider().create(right())) {
      assertThatThrownBy(() -> provider().open(wrong(), made.parameters()))
          .isInstanceOf(KeyUnavailable.class)
          .hasMessageContaining("not presented");
      assertThat(made.unwrap(made.wrap(KEYSET, CONTEXT), CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void changedSlot_isAWrongSecret_andTheTokenGoesOnWorking() {
    try (KeyProtector made = provider().create(right())) {
      byte[] wrapped = made.wrap(KEYSET, CONTEXT);
      byte[] changed = wrapped.clone();
      changed[20] ^= 1;

      assertThatThrownBy(() -> made.unwrap(changed, CONTEXT))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET))
          .hasMessageContaining("the slot was changed");
      assertThat(made.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
    }
  }

  @Test
  void eightThreads_wrapAndUnwrapInOneProtector() throws Exception {
    try (KeyProtector made = provider().create(right())) {
      Callable<Void> work =
          () -> {
            for (int i = 0; i < 5; i++) {
              assertThat(made.unwrap(made.wrap(KEYSET, CONTEXT), CONTEXT)).isEqualTo(KEYSET);
            }
            return null;
          };
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Callable<Void>> all = IntStream.range(0, 8).mapToObj(i -> work).toList();
        for (Future<Void> done : threads.invokeAll(all)) {
          assertThat(done.get()).isNull();
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void reopened_asOftenAsThirtyTimes_opensEachTime() {
    byte[] wrapped;
    KeyProtector made = provider().create(right());
    try (made) {
      wrapped = made.wrap(KEYSET, CONTEXT);
    }
    for (int i = 0; i < 30; i++) {
      try (KeyProtector opened = provider().open(right(), made.parameters())) {
        assertThat(opened.unwrap(wrapped, CONTEXT)).isEqualTo(KEYSET);
      }
    }
  }

  @Test
  void keyOfThatNameThatIsNotThere_isNotMade() {
    try (KeyProtector made = provider().create(right())) {
      Unlock other =
          new Unlock(new ProtectorUri(token().uri("nowhere", more())), TestToken.PIN::toCharArray);
      assertThatThrownBy(() -> provider().open(other, made.parameters()))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_THERE));
    }
  }

  @Test
  void emptyPin_isRefused() {
    assertThatThrownBy(() -> provider().create(unlock("")))
        .isInstanceOf(VaultException.InvalidInput.class);
  }
}
