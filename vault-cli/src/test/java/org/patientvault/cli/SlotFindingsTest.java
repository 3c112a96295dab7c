package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.SlotInfo;

/** What is worth a warning about the ways into a vault. */
class SlotFindingsTest {
  private static List<String> warned(String... kinds) {
    List<SlotInfo> slots =
        Stream.of(kinds).map(kind -> new SlotInfo("00", kind, kind + ":", "active")).toList();
    return SlotFindings.warnings(slots).stream().map(Finding::about).toList();
  }

  @Test
  void oneSecretAlone_isWarnedOf() {
    assertThat(warned("passphrase")).containsExactly("slots");
    assertThat(warned("recovery")).containsExactly("slots");
  }

  @Test
  void tokensAlone_areWarnedOf() {
    assertThat(warned("pkcs11")).containsExactly("slots", "recovery");
    assertThat(warned("pkcs11", "aws-kms")).containsExactly("recovery");
  }

  @Test
  void wayBack_isNotWarnedOf() {
    assertThat(warned("pkcs11", "recovery")).isEmpty();
    assertThat(warned("pkcs11", "passphrase")).isEmpty();
    assertThat(warned("passphrase", "keystore")).isEmpty();
  }
}
