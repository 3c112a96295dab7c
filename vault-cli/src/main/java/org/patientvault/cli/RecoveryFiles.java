package org.patientvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;

/**
 * Reads shares and keys. A failure names a file by its place among those given, as everywhere: a
 * file's name may tell too much.
 */
final class RecoveryFiles {
  private static final int MAX_BYTES = 64 << 10;

  private RecoveryFiles() {}

  static Shares shares(List<Path> files) {
    List<RecoveryShare> shares = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      try {
        shares.add(read(files.get(i), RecoveryShare::parse));
      } catch (VaultException.InvalidInput e) {
        new Shares(shares).close();
        throw new VaultException.InvalidInput("file " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return new Shares(shares);
  }

  static RecoveryKey key(Path file) {
    return read(file, RecoveryKey::parse);
  }

  static RecoveryRecipient recipient(Path file) {
    return read(file, RecoveryRecipient::parse);
  }

  /** What {@code parse} makes of the file's text, which is wiped. */
  static <T> T read(Path file, Function<char[], T> parse) {
    byte[] bytes = bytes(file);
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] characters = Arrays.copyOf(text.array(), text.limit());
    try {
      return parse.apply(characters);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(text.array(), '\0');
      Arrays.fill(characters, '\0');
    }
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(MAX_BYTES + 1);
      if (read.length > MAX_BYTES) {
        Arrays.fill(read, (byte) 0);
        throw new VaultException.InvalidInput("it is longer than 64 KiB, which no share or key is");
      }
      return read;
    } catch (IOException e) {
      throw new VaultException.InvalidInput("it is not there, or cannot be read", e);
    }
  }
}
