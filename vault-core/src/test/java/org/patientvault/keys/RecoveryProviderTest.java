package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

@Tag("once")
class RecoveryProviderTest extends LocalSecretContract {
  private static final RecoveryKey KEY = RecoveryKey.generate();
  private static final RecoveryKey OTHER = RecoveryKey.generate();
  private static final byte[] CONTEXT =
      SlotContext.root(VaultId.parse("00112233445566778899aabbccddeeff"), Bytes.of(new byte[16]));

  private final RecoveryProvider provider = new RecoveryProvider();

  @Override
  ProtectorProvider provider() {
    return provider;
  }

  @Override
  Unlock right() {
    return KEY.unlock();
  }

  @Override
  Unlock wrong() {
    return OTHER.unlock();
  }

  /** A recovery key is never chosen by a person: any other text is refused. */
  @Override
  @Test
  void create_withAShortSecret_isRefused_andTheSecretIsWiped() {
    char[] secret = "1234567".toCharArray();
    assertThatThrownBy(() -> provider.create(Unlock.recovery(() -> secret)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("1234567")
        .hasMessage("the recovery key has no line that begins with PVSEED1");
    assertThat(secret).containsOnly('\0');
  }

  @Test
  void recipient_wrapsWhatTheKeyOpens_andOpensNothingItself() {
    byte[] keyset = {1, 2, 3};
    try (KeyProtector made = provider.create(right());
        KeyProtector recipient = provider.recipient(made.uri(), made.parameters()).orElseThrow()) {
      byte[] wrapped = recipient.wrap(keyset, CONTEXT);
      assertThat(made.unwrap(wrapped, CONTEXT)).isEqualTo(keyset);
      assertThatThrownBy(() -> recipient.unwrap(wrapped, CONTEXT))
          .isInstanceOf(VaultException.KeyUnavailable.class)
          .hasMessageContaining("kept elsewhere");
      assertThat(recipient.parameters()).isEqualTo(made.parameters());
    }
  }

  @Test
  void kindsWithASecretOfTheirOwn_haveNoRecipient() {
    assertThat(new PassphraseProvider().recipient(ProtectorUri.passphrase(), Bytes.of(new byte[0])))
        .isEmpty();
  }

  @Test
  void everyChangedByteOfTheParameters_isFound() {
    Bytes parameters = KEY.recipient().slotParameters();
    ProtectorUri uri = KEY.recipient().uri();
    for (int at = 0; at < parameters.size(); at++) {
      byte[] changed = parameters.toArray();
      changed[at] ^= (byte) (1 << at % 8);
      assertThatThrownBy(() -> provider.recipient(uri, Bytes.of(changed)))
          .as("byte %d", at)
          .isInstanceOfAny(VaultException.Tampered.class, VaultException.UnsupportedFormat.class);
    }
  }

  @Test
  void parametersOfAnotherLengthOrKey_areRefused() {
    ProtectorUri uri = KEY.recipient().uri();
    byte[] parameters = KEY.recipient().slotParameters().toArray();
    for (int length : new int[] {0, 1, 1216, 1232, 1234}) {
      assertThatThrownBy(() -> provider.recipient(uri, Bytes.of(Arrays.copyOf(parameters, length))))
          .isInstanceOf(VaultException.Tampered.class);
    }
    assertThatThrownBy(() -> provider.recipient(uri, OTHER.recipient().slotParameters()))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("is not that of the recovery key");
  }

  /** Everybody would know the secret of a slot that is wrapped to such a point of X25519. */
  @Test
  void publicKeyOfSmallOrder_wrapsNothing() {
    byte[] publicKey = KEY.recipient().publicKey().toArray();
    Arrays.fill(publicKey, 1184, 1216, (byte) 0);
    RecoveryRecipient weak = RecoveryRecipient.of(publicKey);
    KeyProtector recipient = provider.recipient(weak.uri(), weak.slotParameters()).orElseThrow();
    assertThatThrownBy(() -> recipient.wrap(new byte[1], CONTEXT))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("of no use");
  }

  @Test
  void publicKeyWithACoefficientTooLarge_isRefused() {
    byte[] publicKey = KEY.recipient().publicKey().toArray();
    publicKey[0] = (byte) 0xFF;
    publicKey[1] |= 0x0F;
    assertThatThrownBy(() -> RecoveryRecipient.of(publicKey))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void uriOfAnotherKey_isRefused() {
    assertThatThrownBy(() -> provider.create(new Unlock(OTHER.recipient().uri(), right().secret())))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(
            () ->
                provider.create(
                    new Unlock(
                        new ProtectorUri(KEY.recipient().uri().text() + "&colour=red"),
                        right().secret())))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("no parameter 'colour'");
  }

  @Test
  void unlockWithoutAFingerprint_makesTheSlotOfItsKey() {
    try (KeyProtector made = provider.create(Unlock.recovery(right().secret()))) {
      assertThat(made.uri()).isEqualTo(KEY.recipient().uri());
    }
  }

  @Test
  void publicKeyAsText_isReadBack_andEverySlipIsFound() {
    String text = KEY.recipient().text();
    assertThat(RecoveryRecipient.parse(text.toCharArray())).isEqualTo(KEY.recipient());
    assertThat(text).contains(KEY.recipient().fingerprint().hex());
    String changed = text.replaceFirst("(?m)^77: .", "77: " + (text.contains("77: A") ? "B" : "A"));
    assertThatThrownBy(() -> RecoveryRecipient.parse(changed.toCharArray()))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("row 77 has a typing error");
  }
}
