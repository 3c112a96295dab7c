package org.patientvault.planted.audit.witness;

import java.sql.Connection;

/** A planted violation. */
final class UsesSql {
  Connection database;
}
