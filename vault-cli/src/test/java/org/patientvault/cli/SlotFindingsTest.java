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
  void staleSlot_isNoWayIn() {
    List<SlotInfo> slots =
        List.of(
            new SlotInfo("0123456789abcdef", "passphrase", "passphrase:", "stale"),
            new SlotInfo("00", "pkcs11", "pkcs11:token=clinic", "active"));
    assertThat(SlotFindings.warnings(slots).stream().map(Finding::words))
        .containsExactly(
            "only one secret opens the vault; lost with it is everything",
            "only tokens or key services open the vault; lost with them is everything",
            "a slot is stale since the root was renewed, and opens nothing: passphrase:");
  }

  @Test
  void sameTokenTwice_isOneSecret_andTwoPassphrasesAreTwo() {
    assertThat(warned("pkcs11", "pkcs11")).containsExactly("slots", "recovery");
    List<SlotInfo> two =
        Stream.of("01", "02")
            .map(id -> new SlotInfo(id, "passphrase", "passphrase:", "active"))
            .toList();
    assertThat(SlotFindings.warnings(two)).isEmpty();
  }

  @Test
  void wayBack_isNotWarnedOf() {
    assertThat(warned("pkcs11", "recovery")).isEmpty();
    assertThat(warned("pkcs11", "passphrase")).isEmpty();
    assertThat(warned("passphrase", "keystore")).isEmpty();
  }
}
