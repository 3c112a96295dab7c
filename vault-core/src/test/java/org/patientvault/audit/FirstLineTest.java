package org.patientvault.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

/** Files that are kept for years: one that a later program wrote is told from one that is none. */
class FirstLineTest {
  private static final Map<String, Consumer<byte[]>> FORMS =
      Map.of(
          "patientvault-backup-manifest", BackupManifest::parse,
          "patientvault-erase-certificate", EraseCertificate::parse,
          "patientvault-drill-report", DrillReport::parse);

  @Test
  void fileOfALaterVersion_isNamedAsOne() {
    FORMS.forEach(
        (form, reader) -> {
          assertThatThrownBy(() -> reader.accept((form + " v2\nwhatever").getBytes(US_ASCII)))
              .isInstanceOf(VaultException.UnsupportedFormat.class)
              .hasMessageContaining(form + " v2")
              .hasMessageContaining("use a newer patientvault");
          assertThatThrownBy(() -> reader.accept((form + " v1\nwhatever").getBytes(US_ASCII)))
              .isInstanceOf(VaultException.InvalidInput.class);
          assertThatThrownBy(() -> reader.accept("another v2\nwhatever".getBytes(US_ASCII)))
              .isInstanceOf(VaultException.InvalidInput.class);
        });
  }
}
