package org.patientvault.planted.internal.ledger;

import java.sql.Connection;

/** A planted violation. */
final class UsesSql {
  Connection database;
}
