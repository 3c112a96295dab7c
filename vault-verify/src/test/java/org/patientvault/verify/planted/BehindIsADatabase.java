package org.patientvault.verify.planted;

import java.sql.SQLException;

/** Fails as a database does. */
final class BehindIsADatabase {
  String words(SQLException e) {
    return e.getSQLState();
  }
}
