package org.patientvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks in files for any 16 bytes in a row of some secrets. */
final class ByteSearch {
  private static final int RUN = 16;
  private static final int BITS = 24;

  private final Set<ByteBuffer> runs = new HashSet<>();
  private final BitSet mayBegin = new BitSet(1 << BITS);

  /** Of what stands in {@code others} too, nothing is looked for: it is nobody's. */
  static ByteSearch of(List<byte[]> secrets, List<byte[]> others) {
    ByteSearch search = new ByteSearch();
    secrets.forEach(secret -> eachRun(secret, search.runs::add));
    others.forEach(other -> eachRun(other, search.runs::remove));
    search.runs.forEach(run -> search.mayBegin.set(first(run.array(), run.arrayOffset())));
    return search;
  }

  private static void eachRun(byte[] bytes, java.util.function.Consumer<ByteBuffer> taker) {
    for (int at = 0; at + RUN <= bytes.length; at++) {
      taker.accept(ByteBuffer.wrap(bytes, at, RUN).slice());
    }
  }

  private static int first(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
  }

  int runs() {
    return runs.size();
  }

  /**
   * How many different runs are in the files under {@code folder}; one that goes meanwhile has
   * none.
   */
  int foundUnder(Path folder, Predicate<Path> looked) throws IOException {
    Set<ByteBuffer> found = new HashSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (looked.test(file)) {
              find(file, found);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e)
              throws IOException {
            if (e == null || e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return found.size();
  }

  private void find(Path file, Set<ByteBuffer> found) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at + RUN <= bytes.length; at++) {
        if (mayBegin.get(first(bytes, at))) {
          ByteBuffer run = ByteBuffer.wrap(bytes, at, RUN).slice();
          if (runs.contains(run)) {
            found.add(ByteBuffer.wrap(java.util.Arrays.copyOfRange(bytes, at, at + RUN)));
          }
        }
      }
    } catch (NoSuchFileException e) {
      // It was a temporary one.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
