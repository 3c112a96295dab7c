package org.patientvault.stores;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Where a {@link Cable} is cut. Asked by several threads. */
@FunctionalInterface
public interface Cut {
  /** Nowhere. */
  Cut NEVER = (bytes, size, toServer) -> size;

  /** How many of these bytes come through: all of them, or the cut is behind the last. */
  int passing(byte[] bytes, int size, boolean toServer);

  /** After so many bytes in both directions together. */
  static Cut afterBytes(long count) {
    AtomicLong left = new AtomicLong(count);
    return (bytes, size, toServer) -> {
      long before = left.getAndAdd(-size);
      return before >= size ? size : (int) Math.max(0, before);
    };
  }

  /** What a client sends when it commits for the first time on its connection is lost. */
  static Cut beforeCommit() {
    return (bytes, size, toServer) -> toServer && holds(bytes, size, "\0COMMIT\0") ? 0 : size;
  }

  /** The server commits, and what it answers is lost. */
  static Cut afterCommit() {
    return (bytes, size, toServer) -> !toServer && holds(bytes, size, "COMMIT\0") ? 0 : size;
  }

  private static boolean holds(byte[] bytes, int size, String text) {
    return new String(bytes, 0, size, StandardCharsets.ISO_8859_1).contains(text);
  }
}
