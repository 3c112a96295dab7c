package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.SlotInfo;
import org.patientvault.keys.SecretSource;
import org.patientvault.model.VaultException;

class StoredProtectorsTest {
  private static final String AWS = "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd";
  private static final String AWS_ELSEWHERE = AWS + "?endpoint=https://kms.example.org";
  private static final String GCP = "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k";
  private static final String TRANSIT = "hcvault://vault.example.org/transit/keys/kek";
  private static final SecretSource SECRET = "a secret"::toCharArray;

  private static StoredProtectors of(String... uris) {
    return new StoredProtectors(
        Stream.of(uris)
            .map(uri -> new SlotInfo("00", uri.substring(0, uri.indexOf(':')), uri, "active"))
            .toList());
  }

  private static List<String> tried(StoredProtectors stored, boolean given) {
    return stored.unlocks(SECRET, given).stream().map(unlock -> unlock.uri().text()).toList();
  }

  @Test
  void thoseThatAskNobody_areTriedFirst_unlessASecretWasGiven() {
    StoredProtectors stored = of("passphrase:", GCP, "keystore:/a.p12?alias=k", AWS);

    assertThat(stored.someAskNobody()).isTrue();
    assertThat(tried(stored, false))
        .containsExactly(AWS, GCP, "keystore:/a.p12?alias=k", "passphrase:");
    assertThat(tried(stored, true))
        .containsExactly("keystore:/a.p12?alias=k", "passphrase:", AWS, GCP);
  }

  @Test
  void thoseThatAskNobody_getNoSecret() {
    assertThat(of(AWS, "passphrase:").unlocks(SECRET, false).get(0).secret().read()).isEmpty();
    assertThat(of("passphrase:").someAskNobody()).isFalse();
  }

  @Test
  void whatIsSentToAServerThatTheFileNames_isLeftOut() {
    assertThat(tried(of(TRANSIT, AWS_ELSEWHERE, "passphrase:"), false))
        .containsExactly("passphrase:");
  }

  @Test
  void nothingElse_isRefused_andTheMessageSaysWhatToDo() {
    assertThatThrownBy(() -> of(TRANSIT, AWS_ELSEWHERE))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("--unlock")
        .hasMessageContaining("aws-kms://");
  }

  @Test
  void aKindThatNobodyKnows_isTriedWithTheSecret() {
    assertThat(tried(of("sealing-wax:red"), false)).containsExactly("sealing-wax:red");
  }
}
