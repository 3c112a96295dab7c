package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes that a server's tablespace can stand on. Mounting it takes root,
 * or sudo that asks for no password. Unmounted when it is closed; close the server first.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 16;

  private final TemporaryFolder folder = TemporaryFolder.make("patientvault-small-disk-");
  private final Path tablespace = folder.path().resolve("mounted");

  private SmallDisk() {}

  public static SmallDisk ofMegabytes(int size) {
    SmallDisk disk = new SmallDisk();
    try {
      Files.createDirectory(disk.tablespace);
      String options = "size=" + size + "m,uid=" + System.getProperty("user.name");
      asRoot("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.at());
      // The server's user has to reach it, and owns what it has there.
      PostgresPrograms.giveToServer(disk.folder.path());
      PostgresPrograms.giveToServer(disk.tablespace);
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void asRoot(String... command) {
    List<String> words = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      words.addAll(List.of("sudo", "-n"));
    }
    words.addAll(List.of(command));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(
            words + " failed: " + said + "; this test mounts a small file system: run it as root");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String at() {
    return tablespace.toString();
  }

  /** Where a server may put a tablespace. */
  public Path path() {
    return tablespace;
  }

  /** Takes up all the room there is, but for {@code left} bytes. */
  public void fill(long left) throws IOException {
    long room = Files.getFileStore(tablespace).getUsableSpace() - left;
    try (var filler = Files.newOutputStream(filler())) {
      for (byte[] chunk = new byte[CHUNK_BYTES]; room > 0; room -= chunk.length) {
        filler.write(chunk);
      }
    }
  }

  public void makeRoom() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return tablespace.resolve("filler");
  }

  @Override
  public void close() {
    asRoot("umount", at());
    folder.close();
  }
}
