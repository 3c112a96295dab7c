package org.patientvault.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/** The file that is made and opened is the one that was named, whatever its name is made of. */
@Tag("once")
class StoreLocationTest {
  private static final Unlock SECRET = Unlock.passphrase("correct horse battery"::toCharArray);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a?b.vault",
        "c?synchronous=OFF",
        "d?max_page_count=9",
        "?",
        "ends.vault\n",
        "two\nlines.vault",
        "tab\t.vault",
        "delete\u007f.vault",
        "ends with a blank ",
      })
  void aNameThatTheDriverWouldReadOtherwise_isRefusedAndNothingIsMade(String name) {
    assertThatThrownBy(() -> Vault.create(folder.resolve(name), SECRET))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("'?'")
        .hasMessageNotContaining("synchronous");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d#e.vault",
        "f%20g.vault",
        "h;i.vault",
        "O'Brien \"home\".vault",
        "file:j.vault",
        ":memory:",
        ":resource:k",
        "&l=m.vault",
        " begins with a blank",
        "back\\slash.vault",
      })
  void anyOtherName_isTheNameOfTheFile(String name) throws Exception {
    Path file = folder.resolve(name);
    Vault.create(file, SECRET).close();
    try (var there = Files.list(folder)) {
      assertThat(there).containsExactly(file);
    }
    assertThat(file).isNotEmptyFile();
    Vault.open("jdbc:sqlite:" + file, SECRET).close();
    assertThat(new File(file + "-wal")).doesNotExist();
  }
}
