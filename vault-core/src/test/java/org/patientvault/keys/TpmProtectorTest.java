package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import org.patientvault.tokens.SoftwareTpm;
import org.patientvault.tokens.TestToken;

@Tag("once")
class TpmProtectorTest extends TokenContract {
  private static SoftwareTpm tpm;

  @BeforeAll
  static void start() {
    tpm = SoftwareTpm.start();
  }

  @AfterAll
  static void stop() {
    tpm.close();
  }

  @Override
  TestToken token() {
    return tpm;
  }

  @Override
  Mechanism mechanism() {
    return Mechanism.TOKEN_RSA_OAEP;
  }

  @Override
  int bitStep() {
    return 61;
  }

  @Test
  void threeWrongPins_lockIt_andThenTheRightOneIsNotPresented() {
    try {
      provider().create(right()).close();
      Unlock[] wrong = {unlock("wrong-1"), unlock("wrong-2"), unlock("wrong-3"), unlock("wrong-4")};
      for (Unlock each : wrong) {
        assertThatThrownBy(() -> provider().create(each)).isInstanceOf(KeyUnavailable.class);
      }

      assertThatThrownBy(() -> provider().create(right()))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED));
    } finally {
      stop();
      start();
    }
  }

  @Test
  void onePinGivenOnce_isPresentedOnce_howeverOftenItIsTried() {
    KeyProtector made = provider().create(right());
    made.close();
    Unlock typedOnce = wrong();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> provider().open(typedOnce, made.parameters()))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET));
    }
    provider().open(right(), made.parameters()).close();
  }
}
