package org.patientvault.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The limit for one caller: appends 300 bytes to a file and forces them to the disk, one after the
 * other.
 *
 * <p>A file that grows forces its new size too. One that was laid out beforehand, and is written
 * over and over, does not: the faster of the two.
 */
final class RawForce implements Party {
  private static final int ENTRY_BYTES = 300;
  private static final int LAID_OUT_BYTES = 8 << 20;

  private final String name;
  private final FileChannel file;
  private final long wrapAt;
  private long at;

  private RawForce(String name, FileChannel file, long wrapAt) {
    this.name = name;
    this.file = file;
    this.wrapAt = wrapAt;
  }

  static RawForce growing(Path folder, String name) throws IOException {
    return new RawForce(name, open(folder.resolve("growing")), Long.MAX_VALUE);
  }

  static RawForce laidOut(Path folder, String name) throws IOException {
    FileChannel file = open(folder.resolve("laid-out"));
    file.write(ByteBuffer.allocate(LAID_OUT_BYTES), 0);
    file.force(true);
    return new RawForce(name, file, LAID_OUT_BYTES - ENTRY_BYTES);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public String name() {
    return name;
  }

  /** For one caller only. */
  @Override
  public Caller caller(int number) {
    ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY_BYTES);
    return () -> {
      entry.clear();
      at = at > wrapAt ? 0 : at + file.write(entry, at);
      file.force(false);
      return 1;
    };
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
