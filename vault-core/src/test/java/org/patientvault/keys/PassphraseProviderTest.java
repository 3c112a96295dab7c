package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;

class PassphraseProviderTest extends LocalSecretContract {
  private static final byte[] CONTEXT = {1, 2, 3};

  @Override
  ProtectorProvider provider() {
    return new PassphraseProvider();
  }

  @Override
  Unlock right() {
    return QuickPassphrase.of("correct horse battery"::toCharArray);
  }

  @Override
  Unlock wrong() {
    return QuickPassphrase.of("incorrect horse battery"::toCharArray);
  }

  @Override
  ProtectorUri named() {
    return ProtectorUri.passphrase();
  }

  @Test
  void create_byDefault_costs64MebibytesAndThreePasses() {
    try (KeyProtector protector =
        new PassphraseProvider().create(Unlock.passphrase(right().secret()))) {
      Argon2Cost cost = Argon2Cost.parse(protector.parameters());

      assertThat(cost.memoryKib()).isEqualTo(65_536);
      assertThat(cost.passes()).isEqualTo(3);
      assertThat(cost.lanes()).isEqualTo(1);
      assertThat(cost.salt().size()).isEqualTo(16);
    }
  }

  @Test
  void create_atACostOfItsOwn_keepsItBesideTheSlotAndNamesNone() {
    Unlock costly = costing("passphrase:?memory-mib=32&passes=4");
    try (KeyProtector protector = new PassphraseProvider().create(costly)) {
      Argon2Cost cost = Argon2Cost.parse(protector.parameters());
      assertThat(cost.memoryKib()).isEqualTo(32 * 1024);
      assertThat(cost.passes()).isEqualTo(4);
      assertThat(protector.uri()).isEqualTo(ProtectorUri.passphrase());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "passphrase:?memory-mib=18&passes=3",
    "passphrase:?memory-mib=64&passes=1",
    "passphrase:?passes=3",
    "passphrase:?memory-mib=64",
    "passphrase:?memory-mib=-64&passes=3",
    "passphrase:correct",
  })
  void create_tooCheap_orWithAnythingElse_isRefused(String uri) {
    assertThatThrownBy(() -> provider().create(costing(uri)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void create_beyondWhatCanBeOpenedAgain_isRefused() {
    assertThatThrownBy(() -> provider().create(costing("passphrase:?memory-mib=1025&passes=3")))
        .isInstanceOf(VaultException.LimitExceeded.class);
  }

  private static Unlock costing(String uri) {
    return new Unlock(new ProtectorUri(uri), "correct horse battery"::toCharArray);
  }

  @Test
  void create_twice_usesTwoSalts() {
    try (KeyProtector one = provider().create(right());
        KeyProtector two = provider().create(right())) {
      assertThat(one.parameters()).isNotEqualTo(two.parameters());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1048577, 3, 1",
    "2147483647, 1, 1",
    "-1, 1, 1",
    "7, 1, 1",
    "15, 1, 2",
    "64, 17, 1",
    "64, 0, 1",
    "64, -1, 1",
    "1024, 1, 17",
    "1024, 1, 0",
    "1024, 1, -2147483648"
  })
  void open_ofAHostileSlot_isRefusedBeforeAnythingIsSpent(int memoryKib, int passes, int lanes) {
    Bytes parameters = parameters((byte) 1, memoryKib, passes, lanes);

    assertThatThrownBy(() -> provider().open(right(), parameters))
        .isInstanceOf(VaultException.LimitExceeded.class);
  }

  @Test
  void derive_thatNeedsMoreThanTheHeap_isRefusedBeforeTheMemoryRunsOut() {
    Argon2Cost cost = Argon2Cost.parse(parameters((byte) 1, 1_048_576, 1, 1));

    assertThatThrownBy(() -> cost.checkHeap(1L << 30))
        .isInstanceOf(VaultException.LimitExceeded.class)
        .hasMessageContaining("-Xmx");
    cost.checkHeap(2L << 30);
  }

  @Test
  void open_ofParametersOfAnotherVersion_isUnsupported() {
    assertThatThrownBy(() -> provider().open(right(), parameters((byte) 2, 64, 1, 1)))
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void open_ofParametersOfAnotherLength_isTampered() {
    Bytes whole = parameters((byte) 1, 64, 1, 1);
    Bytes cut = Bytes.of(whole.toArray(), 0, whole.size() - 1);

    assertThatThrownBy(() -> provider().open(right(), cut))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> provider().open(right(), Bytes.of(new byte[0])))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void open_withThePassphraseOfAnotherNormalForm_opensTheSameSlot() {
    byte[] wrapped;
    Bytes parameters;
    try (KeyProtector made = provider().create(Unlock.passphrase("Schl\u00fcssel"::toCharArray))) {
      wrapped = made.wrap(new byte[32], CONTEXT);
      parameters = made.parameters();
    }

    Unlock decomposed = Unlock.passphrase("Schlu\u0308ssel"::toCharArray);
    try (KeyProtector opened = provider().open(decomposed, parameters)) {
      assertThat(opened.unwrap(wrapped, CONTEXT)).isEqualTo(new byte[32]);
    }
  }

  @Test
  void create_withBrokenUnicode_isRefused() {
    assertThatThrownBy(() -> provider().create(Unlock.passphrase("12345678\ud800"::toCharArray)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void open_withAnEmptyPassphrase_isKeyUnavailable() {
    byte[] wrapped;
    Bytes parameters;
    try (KeyProtector made = provider().create(right())) {
      wrapped = made.wrap(new byte[32], CONTEXT);
      parameters = made.parameters();
    }
    try (KeyProtector opened = provider().open(Unlock.passphrase(() -> new char[0]), parameters)) {
      assertThatThrownBy(() -> opened.unwrap(wrapped, CONTEXT))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
  }

  @Test
  void open_readsThePassphraseOnce() {
    Bytes parameters;
    try (KeyProtector made = provider().create(right())) {
      parameters = made.parameters();
    }
    int[] reads = {0};
    SecretSource counting =
        () -> {
          reads[0]++;
          return "correct horse battery".toCharArray();
        };

    try (KeyProtector opened = provider().open(Unlock.passphrase(counting), parameters)) {
      byte[] wrapped = opened.wrap(new byte[32], CONTEXT);
      opened.unwrap(wrapped, CONTEXT);
    }

    assertThat(reads[0]).isEqualTo(1);
  }

  private static Bytes parameters(byte version, int memoryKib, int passes, int lanes) {
    return Bytes.of(
        ByteBuffer.allocate(29)
            .put(version)
            .putInt(memoryKib)
            .putInt(passes)
            .putInt(lanes)
            .array());
  }
}
