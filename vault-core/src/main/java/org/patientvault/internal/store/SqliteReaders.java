package org.patientvault.internal.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.patientvault.model.VaultException;

/** A few connections that only read, opened when first needed, each for one caller at a time. */
final class SqliteReaders implements AutoCloseable {
  private static final long WAIT_SECONDS = 10;

  private final SqliteConnections connections;
  private final Semaphore places;
  private final Deque<Sql> idle = new ArrayDeque<>();
  private final java.util.concurrent.locks.ReentrantLock lock =
      new java.util.concurrent.locks.ReentrantLock();
  private boolean closed;

  SqliteReaders(SqliteConnections connections, int most) {
    this.connections = connections;
    this.places = new Semaphore(most);
  }

  <T> T use(Function<ReadView, T> work) {
    enter();
    try {
      Sql reader = take();
      try {
        reader.execute("BEGIN");
        return work.apply(new ReadView(reader));
      } finally {
        end(reader);
      }
    } finally {
      places.release();
    }
  }

  private void end(Sql reader) {
    reader.execute("COMMIT");
    giveBack(reader);
  }

  /** On a new connection, which counts for none of the places. */
  <T> T apart(Function<ReadView, T> work) {
    try (Sql reader = open()) {
      reader.execute("BEGIN");
      return work.apply(new ReadView(reader));
    }
  }

  private void enter() {
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new VaultException.StorageFailed(
            "all readers were busy for " + WAIT_SECONDS + " s; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.StorageFailed("interrupted while waiting to read", e);
    }
  }

  private Sql take() {
    lock.lock();
    try {
      if (closed) {
        throw new VaultException.StorageFailed("the vault is closed");
      }
      Sql reader = idle.poll();
      return reader != null ? reader : open();
    } finally {
      lock.unlock();
    }
  }

  private Sql open() {
    Sql reader = connections.connect();
    reader.execute("PRAGMA query_only = ON");
    return reader;
  }

  private void giveBack(Sql reader) {
    lock.lock();
    try {
      if (closed) {
        reader.close();
      } else {
        idle.push(reader);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(Sql::close);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }
}
