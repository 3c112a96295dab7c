package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.VaultException;

class ProtectorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"passphrase", "keystore", "aws-kms", "gcp-kms", "hcvault"})
  void of_aBuiltInKind_isThere(String kind) {
    assertThat(Protectors.of(kind).kind()).isEqualTo(kind);
  }

  @Test
  void canVanish_isTrueOfWhatIsElsewhereOnly() {
    assertThat(List.of("aws-kms", "gcp-kms", "hcvault"))
        .allMatch(kind -> Protectors.of(kind).canVanish())
        .noneMatch(kind -> Protectors.of(kind).countsWrongSecrets());
    assertThat(List.of("passphrase", "keystore", "recovery"))
        .noneMatch(kind -> Protectors.of(kind).canVanish());
  }

  @Test
  void of_aKindFromElsewhere_isFoundAsAService() {
    assertThat(Protectors.of("third-party-for-tests"))
        .isInstanceOf(ThirdPartyProviderForTests.class);
  }

  @Test
  void of_anUnknownKind_namesTheKnownOnes() {
    assertThatThrownBy(() -> Protectors.of("sealing-wax"))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("sealing-wax")
        .hasMessageContaining("aws-kms, gcp-kms, hcvault, keystore, passphrase");
  }
}
