package org.patientvault.planted.audit;

import java.sql.Connection;

/** A planted violation. */
final class UsesSql {
  Connection database;
}
