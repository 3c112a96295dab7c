package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** What both formats of key store keep. */
abstract class KeystoreContract extends LocalSecretContract {
  private static final byte[] CONTEXT = {1, 2, 3};
  private static final Bytes PARAMETERS = Bytes.of(new byte[] {1});

  @TempDir Path folder;

  abstract String fileName();

  @Override
  ProtectorProvider provider() {
    return new KeystoreProvider();
  }

  @Override
  Unlock right() {
    return Unlock.keystore(path(), "kek", "a long password"::toCharArray);
  }

  @Override
  Unlock wrong() {
    return Unlock.keystore(path(), "kek", "another password"::toCharArray);
  }

  private Path path() {
    return folder.resolve(fileName());
  }

  private Unlock underAlias(String alias) {
    return Unlock.keystore(path(), alias, "a long password"::toCharArray);
  }

  @Test
  void create_makesAFileForItsOwnerOnly() throws IOException {
    provider().create(right()).close();

    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void create_byARelativePath_isOpenedFromEveryFolder() {
    Path relative = Path.of("").toAbsolutePath().relativize(path());
    Unlock unlock = Unlock.keystore(relative, "kek", "a long password"::toCharArray);
    try (KeyProtector made = provider().create(unlock)) {
      assertThat(Path.of(made.uri().path())).isAbsolute().exists();
      assertThat(made.uri().parameter("alias")).contains("kek");
    }
  }

  @Test
  void create_onAStoreWithTheKey_usesItAndLeavesTheFileAlone() throws IOException {
    byte[] wrapped;
    try (KeyProtector made = provider().create(right())) {
      wrapped = made.wrap(new byte[32], CONTEXT);
    }
    byte[] before = Files.readAllBytes(path());

    try (KeyProtector again = provider().create(right())) {
      assertThat(again.unwrap(wrapped, CONTEXT)).isEqualTo(new byte[32]);
    }
    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }

  @Test
  void create_onAStoreWithoutTheKey_addsItAndKeepsTheOthers() throws IOException {
    byte[] wrapped;
    try (KeyProtector made = provider().create(right())) {
      wrapped = made.wrap(new byte[32], CONTEXT);
    }

    try (KeyProtector second = provider().create(underAlias("second"))) {
      assertThatThrownBy(() -> second.unwrap(wrapped, CONTEXT))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }

    try (KeyProtector first = provider().open(right(), PARAMETERS)) {
      assertThat(first.unwrap(wrapped, CONTEXT)).isEqualTo(new byte[32]);
    }
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void create_withTheWrongPassword_leavesTheFileAlone() throws IOException {
    provider().create(right()).close();
    byte[] before = Files.readAllBytes(path());

    assertThatThrownBy(() -> provider().create(wrong()))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining(path().toString());

    assertThat(Files.readAllBytes(path())).isEqualTo(before);
  }

  @Test
  void open_withoutTheFile_namesThePathAndMakesNothing() {
    assertThatThrownBy(() -> provider().open(right(), PARAMETERS))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining(path().toString());
    assertThat(path()).doesNotExist();
  }

  @Test
  void open_withoutTheKey_namesTheAlias() {
    provider().create(right()).close();

    assertThatThrownBy(() -> provider().open(underAlias("second"), PARAMETERS))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("'second'");
  }

  @Test
  void open_ofAnythingElseThanAKeyStore_isKeyUnavailable() throws IOException {
    for (byte[] content :
        new byte[][] {{}, {1, 2, 3}, new byte[1 << 20], new byte[(1 << 20) + 1]}) {
      Files.write(path(), content);
      assertThatThrownBy(() -> provider().open(right(), PARAMETERS))
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
  }

  @Test
  void open_ofATruncatedFile_isKeyUnavailable() throws IOException {
    provider().create(right()).close();
    byte[] whole = Files.readAllBytes(path());
    for (int length = 0; length < whole.length; length += 61) {
      Files.write(path(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> provider().open(right(), PARAMETERS))
          .as("length %d", length)
          .isInstanceOf(VaultException.KeyUnavailable.class);
    }
  }

  @Test
  void open_withParametersOfANewerVersion_isUnsupported() {
    provider().create(right()).close();

    assertThatThrownBy(() -> provider().open(right(), Bytes.of(new byte[] {2})))
        .isInstanceOf(VaultException.UnsupportedFormat.class);
  }

  @Test
  void create_withAPasswordThatIsNotAscii_isRefusedAndMakesNothing() {
    Unlock unlock = Unlock.keystore(path(), "kek", "Schl\u00fcsselbund"::toCharArray);

    assertThatThrownBy(() -> provider().create(unlock))
        .isInstanceOf(VaultException.InvalidInput.class);
    assertThat(path()).doesNotExist();
  }
}
