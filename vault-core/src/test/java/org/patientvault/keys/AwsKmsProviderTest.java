package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.keys.cloud.AwsKmsKey;
import org.patientvault.keys.stubs.AwsStub;
import org.patientvault.keys.stubs.StubService;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The AWS SDK itself, against a service that computes every signature again. */
@Tag("once")
class AwsKmsProviderTest extends CloudContract {
  private static final String WRONG_KEY = "theSecretKeyOfNobodyInTheWholeWideWorld0";

  private final AwsStub service = new AwsStub();
  private AwsCredentialsProvider credentials = credentials(AwsStub.SECRET_KEY);

  private static AwsCredentialsProvider credentials(String secretKey) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(AwsStub.ACCESS_KEY, secretKey));
  }

  @Override
  StubService service() {
    return service;
  }

  @Override
  ProtectorProvider provider() {
    return new AwsKmsProvider(
        address -> new AwsKmsKey(address, () -> credentials.resolveCredentials(), QUICK));
  }

  @Override
  Unlock right() {
    return key(AwsStub.ARN, service.endpoint());
  }

  private static Unlock key(String arn, String endpoint) {
    return new Unlock(
        new ProtectorUri("aws-kms://" + arn + "?endpoint=" + endpoint),
        () -> {
          throw new AssertionError("nobody asks for a secret");
        });
  }

  /** The credentials of this machine change; the unlock says which they are. */
  @Override
  Unlock wrong() {
    credentials = credentials(WRONG_KEY);
    return new Unlock(right().uri(), WRONG_KEY::toCharArray);
  }

  @Override
  Unlock otherKey() {
    return key(AwsStub.OTHER_ARN, service.endpoint());
  }

  @Override
  Unlock unknownKey() {
    return key(AwsStub.ARN.replace("1234abcd", "ffffffff"), service.endpoint());
  }

  @Override
  List<String> secrets() {
    return List.of(AwsStub.SECRET_KEY, WRONG_KEY);
  }

  @Override
  Unlock at(String scheme, String server) {
    return key(AwsStub.ARN, scheme + "://" + server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:alias/vault",
        "aws-kms://alias/vault",
        "aws-kms://1234abcd-12ab-34cd-56ef-1234567890ab",
        "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd",
        "aws-kms://arn:aws:s3:eu-central-1:111122223333:key/1234abcd",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd/5",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd?profile=x",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd?endpoint=ftp://a",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd?endpoint=https://a@b",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd?endpoint=https://a/b",
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd?endpoint=https://a:70000"
      })
  void uriThatNamesNoOneKey_isRefused(String uri) {
    Unlock unlock = new Unlock(new ProtectorUri(uri), () -> new char[0]);

    assertThatThrownBy(() -> provider().create(unlock))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void create_onAKeyOfAnotherKind_isUnsafe() {
    service.keySpec = "RSA_4096";
    assertReason(Reason.UNSAFE);
    service.keySpec = "SYMMETRIC_DEFAULT";
    service.keyUsage = "GENERATE_VERIFY_MAC";
    assertReason(Reason.UNSAFE);
  }

  @Test
  void create_whereAnotherKeyAnswers_isRefused() {
    service.answersAs = AwsStub.OTHER_ARN;
    assertReason(Reason.OTHER);
  }

  @Test
  void create_withoutCredentialsOnThisMachine_isAWrongSecret() {
    credentials =
        AwsCredentialsProviderChain.of(
            () -> {
              throw new IllegalStateException("none here");
            });
    assertReason(Reason.WRONG_SECRET);
    assertThat(service.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"})
  void refusedCredentials_areAWrongSecret(String code) {
    service.always(AwsStub.refused(400, code).reply());
    assertReason(Reason.WRONG_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KeyUnavailableException", "DependencyTimeoutException"})
  void serviceThatCannotNow_isOutOfReach(String code) {
    service.always(AwsStub.refused(500, code).reply());
    assertReason(Reason.OUT_OF_REACH);
  }

  @Test
  void multiRegionKey_opensInAnotherRegion() {
    String here = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    String there = here.replace("eu-central-1", "eu-west-1");
    try (KeyProtector opened =
        provider().open(key(there, service.endpoint()), CloudParameters.encode(here))) {
      assertThat(opened.uri().path()).contains("eu-west-1");
    }
    String elsewhere = there.replace("111122223333", "444455556666");
    assertThatThrownBy(
            () -> provider().open(key(elsewhere, service.endpoint()), CloudParameters.encode(here)))
        .isInstanceOf(KeyUnavailable.class);
  }

  @Test
  void asks_nothingOfAPerson_unlessTheUriNamesAServer() {
    assertThat(provider().asks(new ProtectorUri("aws-kms://" + AwsStub.ARN)))
        .isEqualTo(Asks.NOTHING);
    assertThat(provider().asks(right().uri())).isEqualTo(Asks.ADDRESS);
  }

  private void assertReason(Reason reason) {
    assertThatThrownBy(() -> provider().create(right()))
        .isInstanceOfSatisfying(
            KeyUnavailable.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
