package org.patientvault.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Files a command writes when asked to; whole or not at all. */
public final class NewFile {
  private NewFile() {}

  /** Writes a file that is not there yet, a line's end behind each part. */
  public static void write(Path file, List<Bytes> parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      whole.writeBytes(part.toArray());
      whole.write('\n');
    }
    write(file, whole.toByteArray());
  }

  /** Writes these bytes to a file that is not there yet. */
  public static void write(Path file, byte[] content) {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      out.write(content);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "it cannot be written to a new file " + file.getFileName(), e);
    }
  }

  /** Puts {@code content} in the place of what {@code file} held, in one step. */
  public static void replace(Path file, byte[] content) {
    Path whole = file.toAbsolutePath();
    try {
      Path fresh = Files.createTempFile(whole.getParent(), ".patientvault", ".new");
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(java.nio.ByteBuffer.wrap(content));
        channel.force(true);
      }
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the state file cannot be written; the log was verified, keep the old state", e);
    }
  }
}
