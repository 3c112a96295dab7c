package org.patientvault.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Reads the files of a bundle, each up to a limit, and follows no symbolic link. Safe for several
 * threads.
 */
final class BundleFiles {
  private static final int BLOCK_BYTES = 64 * 1024;

  private final Path root;

  BundleFiles(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /**
   * A file's bytes; empty when it is not there. One byte more than {@code most} when it is longer.
   */
  Optional<byte[]> read(String name, int most) {
    if (!isThere(name)) {
      return Optional.empty();
    }
    try (FileChannel channel = open(name)) {
      int length = (int) Math.min(channel.size(), most + 1L);
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until full: a read may bring less.
      }
      byte[] bytes = buffer.array();
      return Optional.of(buffer.hasRemaining() ? Arrays.copyOf(bytes, buffer.position()) : bytes);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** A file to be read from its beginning; empty when it is not there. The caller closes it. */
  Optional<InputStream> stream(String name) {
    if (!isThere(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BufferedInputStream(Channels.newInputStream(open(name)), BLOCK_BYTES));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  boolean isThere(String name) {
    return Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** What it means that a file has nothing to read: it is not there, or was emptied. */
  Verdict missing(String name) {
    return new Verdict.CannotTell(name, isThere(name) ? "is empty" : "not in bundle");
  }

  private FileChannel open(String name) throws IOException {
    return FileChannel.open(root.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /** SHA-256 of a file of any length. */
  Bytes sha256(String name) {
    MessageDigest sha256 = MerkleHash.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK_BYTES);
    try (FileChannel channel = open(name)) {
      while (channel.read(buffer) >= 0) {
        sha256.update(buffer.flip());
        buffer.clear();
      }
      return Bytes.of(sha256.digest());
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static VaultException.StorageFailed unreadable(String name, IOException e) {
    return new VaultException.StorageFailed("a file of the bundle cannot be read: " + name, e);
  }
}
