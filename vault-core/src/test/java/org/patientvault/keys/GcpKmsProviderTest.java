package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.keys.cloud.GcpKmsKey;
import org.patientvault.keys.stubs.GcpStub;
import org.patientvault.keys.stubs.StubService;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/** Google Cloud KMS, with Google's own library for credentials. */
@Tag("once")
class GcpKmsProviderTest extends CloudContract {
  private final GcpStub service = new GcpStub();
  private KeyPair keys = GcpStub.ACCOUNT_KEYS;

  @Override
  StubService service() {
    return service;
  }

  @Override
  ProtectorProvider provider() {
    return new GcpKmsProvider(address -> new GcpKmsKey(address, this::credentials, QUICK));
  }

  private GoogleCredentials credentials() throws IOException {
    return GoogleCredentials.fromStream(
        new ByteArrayInputStream(service.credentialsFile(keys).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  Unlock right() {
    return key("kek", service.endpoint());
  }

  private static Unlock key(String key, String endpoint) {
    return new Unlock(
        new ProtectorUri(
            "gcp-kms://" + GcpStub.NAME + "/cryptoKeys/" + key + "?endpoint=" + endpoint),
        () -> {
          throw new AssertionError("nobody asks for a secret");
        });
  }

  /** The service account's key is another's; the contract looks for the token in messages. */
  @Override
  Unlock wrong() {
    keys = GcpStub.STRANGERS_KEYS;
    return new Unlock(right().uri(), GcpStub.TOKEN::toCharArray);
  }

  @Override
  Unlock otherKey() {
    return key("other", service.endpoint());
  }

  @Override
  Unlock unknownKey() {
    return key("nowhere", service.endpoint());
  }

  @Override
  List<String> secrets() {
    return List.of(GcpStub.TOKEN);
  }

  @Override
  Unlock at(String scheme, String server) {
    return key("kek", scheme + "://" + server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
        "gcp-kms://projects/p/locations/l/keyRings/r",
        "gcp-kms:projects/p/locations/l/keyRings/r/cryptoKeys/k",
        "gcp-kms://projects/../locations/l/keyRings/r/cryptoKeys/k",
        "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k?key=x"
      })
  void uriThatNamesNoOneKey_isRefused(String uri) {
    Unlock unlock = new Unlock(new ProtectorUri(uri), () -> new char[0]);

    assertThatThrownBy(() -> provider().create(unlock))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void create_onAKeyOfAnotherKind_isUnsafe() {
    service.purpose = "ASYMMETRIC_DECRYPT";
    assertReason(Reason.UNSAFE);
    service.purpose = "ENCRYPT_DECRYPT";
    service.algorithm = "RSA_DECRYPT_OAEP_4096_SHA256";
    assertReason(Reason.UNSAFE);
  }

  @Test
  void create_whereAnotherKeyAnswers_isRefused() {
    service.answersAs = GcpStub.NAME + "/cryptoKeys/other";
    assertReason(Reason.OTHER);
  }

  @Test
  void damageOnTheWay_isFoundByTheSums() {
    try (KeyProtector protector = provider().create(right())) {
      byte[] context = {1, 2, 3};
      byte[] wrapped = protector.wrap(new byte[32], context);
      service.damagesAnswers = true;
      assertThatThrownBy(() -> protector.wrap(new byte[32], context))
          .hasMessageContaining("damaged on the way");
      assertThatThrownBy(() -> protector.unwrap(wrapped, context))
          .hasMessageContaining("damaged on the way");
      service.damagesAnswers = false;
      service.missesSums = true;
      assertThatThrownBy(() -> protector.wrap(new byte[32], context))
          .hasMessageContaining("damaged on the way");
    }
  }

  @Test
  void serverOfTokensThatFails_isOutOfReach() {
    service.tokenServerFails = true;
    assertReason(Reason.OUT_OF_REACH);
  }

  @Test
  void noCredentialsOnThisMachine_isAWrongSecret() {
    ProtectorProvider without =
        new GcpKmsProvider(
            address ->
                new GcpKmsKey(
                    address,
                    () -> {
                      throw new IOException("none here");
                    },
                    QUICK));
    assertThatThrownBy(() -> without.create(right()))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET));
    assertThat(service.requests()).isZero();
  }

  @Test
  void asks_nothingOfAPerson_unlessTheUriNamesAServer() {
    ProtectorUri plain = new ProtectorUri("gcp-kms://" + GcpStub.NAME + "/cryptoKeys/kek");
    assertThat(provider().asks(plain)).isEqualTo(Asks.NOTHING);
    assertThat(provider().asks(right().uri())).isEqualTo(Asks.ADDRESS);
  }

  private void assertReason(Reason reason) {
    assertThatThrownBy(() -> provider().create(right()))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
