package org.patientvault.bench.load;

import java.io.IOException;
import java.sql.SQLException;

/** One way to do the work that is measured. */
interface Party extends AutoCloseable {
  /** What the table calls it. */
  String name();

  /** One caller's own way in, such as a connection. Closed by the rotation. */
  Caller caller(int number) throws Exception;

  /** Makes ready for the next slice; not timed. */
  default void prepare() throws Exception {}

  @Override
  void close() throws IOException, SQLException;

  /** One caller: does a piece of work at a time. Used by one thread at a time. */
  @FunctionalInterface
  interface Caller extends AutoCloseable {
    /** Does one piece of work, durably, and says how many items it was. */
    int work() throws Exception;

    @Override
    default void close() throws IOException, SQLException {}
  }
}
