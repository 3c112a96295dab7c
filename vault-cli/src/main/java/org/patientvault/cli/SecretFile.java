package org.patientvault.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** A new file with a secret: readable by its owner alone from its first moment. */
final class SecretFile {
  private static final int MAX_BYTES_PER_CHARACTER = 3;

  private SecretFile() {}

  /**
   * Writes it and forces it to the disk.
   *
   * @param begun told as soon as the file is there, so that it can be taken away again
   * @throws java.nio.file.FileAlreadyExistsException when there is something already
   */
  static void create(Path file, char[] content, Runnable begun) throws IOException {
    byte[] utf8 = utf8(content);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      begun.run();
      ByteBuffer bytes = ByteBuffer.wrap(utf8);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  private static byte[] utf8(char[] content) {
    byte[] room = new byte[MAX_BYTES_PER_CHARACTER * content.length];
    ByteBuffer bytes = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(content), bytes, true);
    byte[] utf8 = Arrays.copyOf(room, bytes.position());
    Arrays.fill(room, (byte) 0);
    return utf8;
  }

  /** So that the names of new files, too, survive a power cut. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
