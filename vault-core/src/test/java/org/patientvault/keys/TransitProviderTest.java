package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.keys.cloud.TransitKey;
import org.patientvault.keys.stubs.StubService;
import org.patientvault.keys.stubs.TransitStub;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/** The transit engine of HashiCorp Vault and OpenBao. */
@Tag("once")
class TransitProviderTest extends CloudContract {
  private static final byte[] CONTEXT = {1, 2, 3};

  private final TransitStub service = new TransitStub();

  @Override
  StubService service() {
    return service;
  }

  @Override
  ProtectorProvider provider() {
    return new TransitProvider((address, token) -> new TransitKey(address, token, QUICK));
  }

  @Override
  Unlock right() {
    return key("127.0.0.1:" + service.port(), "transit/keys/kek", TransitStub.TOKEN);
  }

  @Override
  Unlock wrong() {
    return key("127.0.0.1:" + service.port(), "transit/keys/kek", TransitStub.OTHER_TOKEN);
  }

  @Override
  Unlock otherKey() {
    return key("127.0.0.1:" + service.port(), "transit/keys/other", TransitStub.TOKEN);
  }

  @Override
  Unlock unknownKey() {
    return key("127.0.0.1:" + service.port(), "transit/keys/nowhere", TransitStub.TOKEN);
  }

  @Override
  List<String> secrets() {
    return List.of(TransitStub.TOKEN, TransitStub.OTHER_TOKEN);
  }

  @Override
  Unlock at(String scheme, String server) {
    return new Unlock(
        new ProtectorUri("hcvault://" + server + "/transit/keys/kek?scheme=" + scheme),
        TransitStub.TOKEN::toCharArray);
  }

  private static Unlock key(String server, String key, String token) {
    return new Unlock(
        new ProtectorUri("hcvault://" + server + "/" + key + "?scheme=http"), token::toCharArray);
  }

  @Test
  void theReadToken_isWiped() {
    char[] token = TransitStub.TOKEN.toCharArray();

    provider().create(new Unlock(right().uri(), () -> token)).close();

    assertThat(token).containsOnly('\0');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "a-passphrase-of-more-than-twenty",
        "s.short",
        "",
        "hvs.CAESIJ3xExampleTokenOfTheStub00\nX-More: 1"
      })
  void passphraseGivenByMistake_neverTravels(String secret) {
    assertThatThrownBy(() -> provider().create(new Unlock(right().uri(), secret::toCharArray)))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET))
        .satisfies(e -> assertThat(secret.isEmpty() || !e.getMessage().contains(secret)).isTrue());
    assertThat(service.requests()).isZero();
  }

  @Test
  void keyThatCanBeReadOut_isUnsafe_alsoWhenItBecameSoLater() {
    try (KeyProtector made = provider().create(right())) {
      service.exportable = true;
      assertReason(Reason.UNSAFE, () -> provider().create(right()).close());
      assertReason(Reason.UNSAFE, () -> provider().open(right(), made.parameters()).close());

      service.exportable = false;
      service.plaintextBackup = true;
      assertReason(Reason.UNSAFE, () -> provider().open(right(), made.parameters()).close());
    }
  }

  @Test
  void keyOfAnotherKind_isUnsafe() {
    for (String type : List.of("chacha20-poly1305", "rsa-4096", "aes128-gcm96", "hmac", "")) {
      service.type = type;
      assertReason(Reason.UNSAFE, () -> provider().create(right()).close());
    }
    service.type = "aes256-gcm96";
    service.derived = true;
    assertReason(Reason.UNSAFE, () -> provider().create(right()).close());
  }

  @Test
  void slotOlderThanMinDecryptionVersion_isDisabled_andTheMessageSaysSo() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(new byte[32], CONTEXT);
      service.minDecryptionVersion = 2;

      assertThatThrownBy(() -> protector.unwrap(wrapped, CONTEXT))
          .isInstanceOfSatisfying(
              KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISABLED))
          .hasMessageContaining("min_decryption_version");
    }
  }

  @Test
  void sealedVault_isOutOfReach() {
    service.always(TransitStub.refused(503, "Vault is sealed").reply());

    assertReason(Reason.OUT_OF_REACH, () -> provider().create(right()).close());
  }

  @Test
  void ciphertext_isKeptAsTheServiceGivesIt() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] wrapped = protector.wrap(new byte[32], CONTEXT);

      assertThat(new String(wrapped, 2, wrapped.length - 2, StandardCharsets.US_ASCII))
          .matches("vault:v1:[A-Za-z0-9+/]+=*");
    }
  }

  /** The server's own decoder would take them all. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "=", " ", "\r\n"})
  void ciphertextWithSomethingBehindIt_isRefused(String behind) {
    try (KeyProtector protector = provider().create(right())) {
      String wrapped =
          new String(protector.wrap(new byte[32], CONTEXT), StandardCharsets.ISO_8859_1);
      byte[] changed = (wrapped + behind).getBytes(StandardCharsets.ISO_8859_1);

      assertReason(Reason.WRONG_SECRET, () -> protector.unwrap(changed, CONTEXT));
    }
  }

  @Test
  void namespace_isSent() {
    service.namespace = "clinic/records";
    Unlock inside =
        new Unlock(new ProtectorUri(right().uri() + "&namespace=clinic/records"), right().secret());

    provider().create(inside).close();
    assertReason(Reason.WRONG_SECRET, () -> provider().create(right()).close());
  }

  @Test
  void serverThatMoved_isAskedForTheSlot() {
    try (KeyProtector made = provider().create(right());
        TransitStub elsewhere = new TransitStub()) {
      Unlock moved = key("127.0.0.1:" + elsewhere.port(), "transit/keys/kek", TransitStub.TOKEN);

      provider().open(moved, made.parameters()).close();

      assertThat(elsewhere.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hcvault://user:pass@vault.example.org/transit/keys/kek",
        "hcvault://vault.example.org/transit/keys/",
        "hcvault://vault.example.org/keys/kek",
        "hcvault://vault.example.org/transit/../keys/kek",
        "hcvault://vault.example.org/transit/keys/..",
        "hcvault://vault.example.org/transit/keys/a%20b",
        "hcvault://vault.example.org/transit/encrypt/kek",
        "hcvault://vault.example.org:0/transit/keys/kek",
        "hcvault://vault.example.org/transit/keys/kek?token=x",
        "hcvault://vault.example.org/transit/keys/kek?scheme=http",
        "hcvault://vault.example.org/transit/keys/kek?scheme=ftp",
        "hcvault://vault.example.org/transit/keys/kek?namespace=../root",
        "hcvault:transit/keys/kek"
      })
  void uriThatNamesNoOneKey_isRefused(String uri) {
    assertThatThrownBy(
            () ->
                provider()
                    .create(new Unlock(new ProtectorUri(uri), TransitStub.TOKEN::toCharArray)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageNotContaining("pass@");
  }

  @Test
  void asks_forTheAddress_becauseATokenGoesThere() {
    assertThat(provider().asks(right().uri())).isEqualTo(Asks.ADDRESS);
  }

  private static void assertReason(
      Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
