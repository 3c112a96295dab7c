package org.patientvault.leak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;

/**
 * Finds any of many values in files, in every spelling, in one pass: by a filter over the first six
 * bytes, then byte for byte.
 */
final class TextSearch {
  private static final int WINDOW = PersonalText.SHORTEST_BYTES;
  private static final long WINDOW_BITS = (1L << (8 * WINDOW)) - 1;
  private static final int FILTER_BITS = 26;

  private final BitSet filter = new BitSet(1 << FILTER_BITS);
  private final Map<Long, List<Wanted>> byBeginning = new HashMap<>();

  /** One spelling of a value. */
  private static final class Wanted {
    private final String value;
    private final byte[] spelled;

    Wanted(String value, byte[] spelled) {
      this.value = value;
      this.spelled = spelled;
    }
  }

  TextSearch(Collection<String> values) {
    for (String value : values) {
      Spelling.all(value).forEach(spelled -> want(new Wanted(value, spelled)));
    }
  }

  private void want(Wanted wanted) {
    long beginning = 0;
    for (int i = 0; i < WINDOW; i++) {
      beginning = (beginning << 8) | (wanted.spelled[i] & 0xff);
    }
    filter.set(place(beginning));
    byBeginning.computeIfAbsent(beginning, b -> new ArrayList<>(1)).add(wanted);
  }

  private static int place(long beginning) {
    return (int) ((beginning * 0x9E3779B97F4A7C15L) >>> (64 - FILTER_BITS));
  }

  /** What was searched, and the values that were found, each with one place where it stands. */
  record Result(int files, long bytes, SortedMap<String, String> places) {
    Set<String> found() {
      return places.keySet();
    }
  }

  /** Searches files, and folders to the bottom. */
  Result search(Path... places) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    int files = 0;
    long bytes = 0;
    for (Path place : places) {
      try (Stream<Path> all = Files.walk(place)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files++;
          bytes += Files.size(file);
          searchFile(file, found);
        }
      }
    }
    return new Result(files, bytes, found);
  }

  private void searchFile(Path file, Map<String, String> found) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      search(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()),
          (value, at) -> found.putIfAbsent(value, file.getFileName() + " at " + at));
    }
  }

  private void search(ByteBuffer bytes, ObjIntConsumer<String> found) {
    long window = 0;
    for (int end = 1; end <= bytes.limit(); end++) {
      window = ((window << 8) | (bytes.get(end - 1) & 0xff)) & WINDOW_BITS;
      if (end >= WINDOW && filter.get(place(window))) {
        compare(bytes, end - WINDOW, byBeginning.getOrDefault(window, List.of()), found);
      }
    }
  }

  private static void compare(
      ByteBuffer bytes, int at, List<Wanted> some, ObjIntConsumer<String> found) {
    for (Wanted wanted : some) {
      int size = wanted.spelled.length;
      if (at + size <= bytes.limit()
          && bytes.slice(at, size).equals(ByteBuffer.wrap(wanted.spelled))) {
        found.accept(wanted.value, at);
      }
    }
  }
}
