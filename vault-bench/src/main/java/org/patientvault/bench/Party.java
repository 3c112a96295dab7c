package org.patientvault.bench;

import java.io.IOException;

/** One of those that are compared: works for a slice when it is its turn. */
public interface Party extends AutoCloseable {
  /** What tables call it. */
  String name();

  /** What a reader must know to compare it fairly; may be empty. */
  default String remark() {
    return "";
  }

  /** Works for about {@code nanos}. */
  Slice work(long nanos) throws Exception;

  @Override
  default void close() throws IOException {}
}
