package org.patientvault.internal.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What one kind of database says in its own way; all other SQL is the same for every kind. */
abstract class Dialect {
  static final String MOVE_HEAD =
      "UPDATE log_head SET size = ?, root = ?, frontier = ?, mac = ? WHERE shard = ?";

  /** The kind of error that a caller can act on. Its text never holds what stands in a row. */
  abstract RuntimeException translate(SQLException e);

  /**
   * Takes the log's head until the transaction ends, and looks for what will be read: heads that it
   * brings are those that stand under this head.
   */
  abstract Optional<Turn> begin(Sql sql, int shard, Ahead ahead);

  /**
   * Adds to the log and moves its head. Gives how many entries, details and heads the database says
   * that it wrote.
   */
  abstract List<Integer> append(
      Sql sql, LogHeadRow head, List<LogEntryRow> entries, List<LogDetailRow> details);

  /** What keeps others from changing a row, at the end of a query for it. */
  abstract String forUpdate();

  /** How many rows a long answer brings at a time; 0 for the driver's own way. */
  abstract int rowsAtATime();

  /** The database's clock in Unix milliseconds, where several machines share it, else ours. */
  abstract long now(Sql sql, long ours);

  /** How many bytes the database takes, as far as it says. */
  abstract long bytes(Sql sql);

  /** Whether a statement that failed can be run again, and those beside it. */
  abstract boolean statementsOutliveErrors();

  /** A table of the layout, in this dialect's words. */
  abstract String table(String statement);

  /** What refuses changes of the log; it stops mistakes, and is no evidence. */
  abstract List<String> guards();

  /** The layout that the database has; 0 when it holds no vault. */
  abstract int layout(Sql sql);

  abstract void setLayout(Sql sql, int version);
}
