package org.patientvault.verify;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.patientvault.model.VaultException;

/**
 * A new file of any length that its owner alone may read: there when it was written whole, and not
 * before. Closed without {@link #keep}, nothing of it is left.
 */
final class OwnFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private final OutputStream out;

  private OwnFile(Path file, Path draft, FileChannel channel) {
    this.file = file;
    this.draft = draft;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  /**
   * Begins it, beside where it will be.
   *
   * @throws VaultException.Refused when there is a file of that name already
   * @throws VaultException.StorageFailed when it cannot be written there
   */
  static OwnFile begin(Path named) {
    Path file = named.toAbsolutePath();
    if (Files.exists(file)) {
      throw isThere(file);
    }
    try {
      // Its owner's alone, as the JDK makes temporary files.
      Path draft = Files.createTempFile(file.getParent(), ".patientvault", ".new");
      return new OwnFile(file, draft, FileChannel.open(draft, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  OutputStream out() {
    return out;
  }

  /** Puts it in its place, once it is on the disk. */
  void keep() {
    try {
      out.flush();
      channel.force(true);
      publish();
    } catch (FileAlreadyExistsException e) {
      throw isThere(file);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** A link, unlike a move, never replaces what is there. */
  private void publish() throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(draft);
  }

  private static VaultException isThere(Path file) {
    return new VaultException.Refused(
        "there is a file " + file.getFileName() + " already; name another");
  }

  static VaultException unwritten(Path file, IOException e) {
    return new VaultException.StorageFailed(
        "it cannot be written to a new file " + file.getFileName(), e);
  }
}
