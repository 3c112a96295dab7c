package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** What every protector keeps; a kind's test plugs in its provider and its secrets. */
abstract class ProtectorContract {
  private static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");
  private static final Bytes SLOT = Bytes.fromHex("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");

  private final byte[] keyset = "a root keyset".getBytes(StandardCharsets.UTF_8);
  private final byte[] context = SlotContext.root(VAULT, SLOT);

  abstract ProtectorProvider provider();

  abstract Unlock right();

  abstract Unlock wrong();

  /** What a slot of this kind is called. */
  ProtectorUri named() {
    return right().uri();
  }

  /** More than 1 where each try costs a slow token a moment. */
  int bitStep() {
    return 1;
  }

  @Test
  void unwrap_bySomebodyWhoOpensLater_givesTheKeyset() {
    Bytes parameters;
    byte[] wrapped;
    try (KeyProtector made = provider().create(right())) {
      parameters = made.parameters();
      wrapped = made.wrap(keyset, context);
    }

    try (KeyProtector opened = provider().open(right(), parameters)) {
      assertThat(opened.unwrap(wrapped, context)).isEqualTo(keyset);
      assertThat(opened.parameters()).isEqualTo(parameters);
      assertThat(opened.uri()).isEqualTo(named());
    }
  }

  @Test
  void oneOpening_servesRootAndLog_andTellsThemApart() {
    byte[] log = SlotContext.log(VAULT, SLOT);
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrappedRoot = protector.wrap(keyset, context);
      byte[] wrappedLog = protector.wrap(new byte[69], log);

      assertThat(protector.unwrap(wrappedLog, log)).isEqualTo(new byte[69]);
      assertThatThrownBy(() -> protector.unwrap(wrappedRoot, log))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
  }

  @Test
  void unwrap_inAnotherSlotOrVault_isRefused() {
    Bytes otherSlot = Bytes.fromHex("c1c1c2c3c4c5c6c7c8c9cacbcccdcecf");
    VaultId otherVault = VaultId.parse("01112233445566778899aabbccddeeff");
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(keyset, context);

      assertThatThrownBy(() -> protector.unwrap(wrapped, SlotContext.root(VAULT, otherSlot)))
          .isInstanceOf(VaultException.KeyUnavailable.class);
      assertThatThrownBy(() -> protector.unwrap(wrapped, SlotContext.root(otherVault, SLOT)))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
  }

  @Test
  void wrongSecret_isKeyUnavailable_andTheMessageHoldsNoSecret() {
    Bytes parameters;
    byte[] wrapped;
    try (KeyProtector made = provider().create(right())) {
      parameters = made.parameters();
      wrapped = made.wrap(keyset, context);
    }

    assertThatThrownBy(
            () -> {
              try (KeyProtector opened = provider().open(wrong(), parameters)) {
                opened.unwrap(wrapped, context);
              }
            })
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageNotContaining(new String(wrong().secret().read()));
  }

  @Test
  void everyChangedBit_isFound() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(keyset, context);
      for (int bit = 0; bit < 8 * wrapped.length; bit += bitStep()) {
        byte[] changed = wrapped.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> protector.unwrap(changed, context))
            .as("bit %d", bit)
            .isInstanceOf(VaultException.class);
      }
    }
  }

  @Test
  void everyTruncation_isFound() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(keyset, context);
      for (int length = 0; length < wrapped.length; length++) {
        byte[] cut = Arrays.copyOf(wrapped, length);
        assertThatThrownBy(() -> protector.unwrap(cut, context))
            .as("length %d", length)
            .isInstanceOf(VaultException.class);
      }
    }
  }

  @Test
  void unwrap_ofANewerVersion_isUnsupported() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(keyset, context);
      wrapped[0] = 2;

      assertThatThrownBy(() -> protector.unwrap(wrapped, context))
          .isInstanceOf(VaultException.UnsupportedFormat.class)
          .hasMessageContaining("version 2");
    }
  }

  @Test
  void unwrap_ofAnotherMechanism_isTampered() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(keyset, context);
      wrapped[1] = 9;

      assertThatThrownBy(() -> protector.unwrap(wrapped, context))
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageContaining("mechanism 9");
    }
  }

  @Test
  void wrap_twice_neverGivesTheSameBytes() {
    try (KeyProtector protector = provider().create(right())) {
      assertThat(protector.wrap(keyset, context)).isNotEqualTo(protector.wrap(keyset, context));
    }
  }

  @Test
  void closed_refusesToWork_andClosingTwiceIsNoError() {
    KeyProtector protector = provider().create(right());
    byte[] wrapped = protector.wrap(keyset, context);
    protector.close();
    protector.close();

    assertThatThrownBy(() -> protector.wrap(keyset, context))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> protector.unwrap(wrapped, context))
        .isInstanceOf(IllegalStateException.class);
  }
}
