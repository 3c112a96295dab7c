package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;

/** A secret in a file of its own. */
class SealedFileTest {
  private static final SecretSource PASSPHRASE = "correct horse battery"::toCharArray;
  private static final byte[] SECRET = "PVwk1 and seeds".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private Path made() {
    Path file = folder.resolve("witness.key");
    SealedFile.create(file, "example.com/w1", SECRET.clone(), PASSPHRASE);
    return file;
  }

  @Test
  void secret_opensWithItsPassphraseAlone() throws IOException {
    Path file = made();
    SealedFile.Opened opened = SealedFile.open(file, PASSPHRASE);
    assertThat(opened.label()).isEqualTo("example.com/w1");
    assertThat(opened.secret()).isEqualTo(SECRET);
    assertThat(opened.toString()).isEqualTo("Opened[example.com/w1]");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("PVsf1\u000eexample.com/w1")
        .doesNotContain("PVwk1");
    assertThatThrownBy(() -> SealedFile.open(file, "wrong horse battery"::toCharArray))
        .isInstanceOf(VaultException.KeyUnavailable.class);
  }

  @Test
  void everyChangedByte_isRefused() throws IOException {
    Path file = made();
    byte[] whole = Files.readAllBytes(file);
    // Those between are the cost and the salt, which only make another key.
    for (int at : new int[] {0, 4, 5, 6, 19, 20, 21, whole.length - 1, 40, whole.length - 20}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThatThrownBy(() -> SealedFile.open(file, PASSPHRASE))
          .as("byte %d", at)
          .isInstanceOf(VaultException.class);
    }
    for (int length : new int[] {0, 4, 10, 21, 50, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SealedFile.open(file, PASSPHRASE))
          .as("%d bytes", length)
          .isInstanceOf(VaultException.class);
    }
  }

  @Test
  void fileThatIsThere_isKept() {
    Path file = made();
    assertThatThrownBy(() -> SealedFile.create(file, "other", SECRET.clone(), PASSPHRASE))
        .isInstanceOf(VaultException.Conflict.class);
    assertThat(SealedFile.open(file, PASSPHRASE).label()).isEqualTo("example.com/w1");
  }

  @Test
  void shortPassphraseOrNoLabel_isRefused() {
    Path file = folder.resolve("no.key");
    assertThatThrownBy(() -> SealedFile.create(file, "w", SECRET.clone(), "short"::toCharArray))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThatThrownBy(() -> SealedFile.create(file, "", SECRET.clone(), PASSPHRASE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> SealedFile.open(file, PASSPHRASE))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("not there");
  }
}
