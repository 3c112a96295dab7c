package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;

class OwnerOnlyFileTest {
  @TempDir Path folder;

  @Test
  void create_overAFileSomebodyElseMade_isAConflictAndLeavesItAlone() throws IOException {
    Path path = folder.resolve("keys");
    Files.writeString(path, "theirs");

    assertThatThrownBy(() -> OwnerOnlyFile.create(path, new byte[] {1}))
        .isInstanceOf(VaultException.Conflict.class);

    assertThat(path).hasContent("theirs");
    assertOnly(path);
  }

  @Test
  void replace_ofAFileThatChangedMeanwhile_isAConflictAndLeavesItAlone() throws IOException {
    Path path = folder.resolve("keys");
    Files.writeString(path, "theirs");

    assertThatThrownBy(() -> OwnerOnlyFile.replace(path, new byte[] {1}, new byte[] {2}))
        .isInstanceOf(VaultException.Conflict.class);

    assertThat(path).hasContent("theirs");
    assertOnly(path);
  }

  @Test
  void replace_whileSomebodyElseHoldsTheFile_isAConflict() throws IOException {
    Path path = folder.resolve("keys");
    Files.write(path, new byte[] {1});

    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> OwnerOnlyFile.replace(path, new byte[] {1}, new byte[] {2}))
          .isInstanceOf(VaultException.Conflict.class);
    }

    assertThat(path).hasBinaryContent(new byte[] {1});
  }

  private void assertOnly(Path path) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }
}
