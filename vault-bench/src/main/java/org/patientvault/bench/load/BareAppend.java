package org.patientvault.bench.load;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The limit for many callers: a row of 300 bytes each into SQLite, committed in batches by one
 * thread. No reading, no cryptography, no tree.
 */
final class BareAppend implements Party {
  private static final int ENTRY_BYTES = 300;
  private static final int BATCH = 256;

  private final String name;
  private final Connection connection;
  private final BlockingQueue<CompletableFuture<Boolean>> queue = new ArrayBlockingQueue<>(10_000);
  private final Thread committer = new Thread(this::commitBatches, "bare-committer");
  private volatile boolean closing;

  BareAppend(Path folder, String name) throws SQLException {
    this.name = name;
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
    }
    connection.setAutoCommit(false);
    committer.start();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Caller caller(int number) {
    return () -> {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      queue.put(done);
      done.get();
      return 1;
    };
  }

  private void commitBatches() {
    List<CompletableFuture<Boolean>> batch = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO entry (body) VALUES (?)")) {
      while (!closing) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        commit(insert, batch.size());
        batch.forEach(done -> done.complete(true));
        batch.clear();
      }
    } catch (SQLException e) {
      batch.forEach(done -> done.completeExceptionally(e));
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  private void commit(PreparedStatement insert, int rows) throws SQLException {
    for (int i = 0; i < rows; i++) {
      insert.setBytes(1, new byte[ENTRY_BYTES]);
      insert.addBatch();
    }
    insert.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    committer.interrupt();
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
