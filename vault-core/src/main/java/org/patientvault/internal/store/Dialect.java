package org.patientvault.internal.store;

import java.sql.SQLException;
import java.util.List;

/** What one kind of database says in its own way; all other SQL is the same for every kind. */
abstract class Dialect {
  /** The kind of error that a caller can act on. Its text never holds what stands in a row. */
  abstract RuntimeException translate(SQLException e);

  /** What keeps others from changing a row, at the end of a query for it. */
  abstract String forUpdate();

  /** How many rows a long answer brings at a time; 0 for the driver's own way. */
  abstract int rowsAtATime();

  /** The database's clock in Unix milliseconds, where several machines share it, else ours. */
  abstract long now(Sql sql, long ours);

  /** A table of the layout, in this dialect's words. */
  abstract String table(String statement);

  /** What refuses changes of the log; it stops mistakes, and is no evidence. */
  abstract List<String> guards();

  /** The layout that the database has; 0 when it holds no vault. */
  abstract int layout(Sql sql);

  abstract void setLayout(Sql sql, int version);
}
