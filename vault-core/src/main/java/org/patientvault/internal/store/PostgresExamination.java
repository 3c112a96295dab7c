package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A vault that is looked at: one connection, which only reads; one caller at a time. */
final class PostgresExamination extends Store {
  private final PostgresDialect dialect;
  private final Sql sql;
  private final ReentrantLock lock = new ReentrantLock();

  /** Takes over {@code connection}. */
  PostgresExamination(PostgresDialect dialect, Connection connection) {
    this.dialect = dialect;
    this.sql = new Sql(connection, dialect);
  }

  @Override
  public <T> T read(Function<ReadView, T> work) {
    return readAtLength(work);
  }

  @Override
  public <T> T readAtLength(Function<ReadView, T> work) {
    lock.lock();
    try {
      T result = work.apply(new ReadView(sql));
      sql.connection().rollback();
      return result;
    } catch (SQLException e) {
      throw dialect.told(e);
    } catch (RolledBack e) {
      throw e.told();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> T write(Function<WriteView, T> work) {
    throw new AssertionError("an examination writes nothing");
  }

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public List<String> keepsDeleted() {
    return List.of();
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (RolledBack e) {
      throw e.told();
    }
  }
}
