package org.patientvault.internal.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * What a server's error codes mean to who reads them at night. Codes: PostgreSQL documentation,
 * appendix A.
 */
final class PostgresErrors {
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
  private static final Set<String> STOPPING = Set.of("57P01", "57P02", "25P03");

  private PostgresErrors() {}

  /** The server's own text may stand in the cause; the driver is told to leave row contents out. */
  static VaultException told(SQLException e, PostgresLocation location) {
    Optional<VaultException> ours = ours(e);
    if (ours.isPresent()) {
      return ours.get();
    }
    String code = code(e);
    String told =
        PostgresConnectFailures.explain(code, e).orElseGet(() -> explain(code))
            + " ("
            + location
            + ", "
            + (code.isEmpty() ? "no code" : code)
            + ")";
    return code.equals("42501")
        ? new VaultException.Refused(told)
        : new VaultException.StorageFailed(told, e);
  }

  /** For a statement of a transaction that was not committed yet. */
  static RuntimeException translate(SQLException e, PostgresLocation location) {
    VaultException told = told(e, location);
    boolean lost = isLost(code(e));
    return (lost || isConflict(e)) && told instanceof VaultException.StorageFailed failed
        ? new RolledBack(failed, lost)
        : told;
  }

  /** Whether others stood in the way: then nothing was kept, not by a commit either. */
  static boolean isConflict(SQLException e) {
    return CONFLICTS.contains(code(e));
  }

  private static boolean isLost(String code) {
    return code.startsWith("08") || STOPPING.contains(code);
  }

  /** A connection that we refused ourselves; the pool wraps it, and tells when it gives up. */
  private static Optional<VaultException> ours(SQLException e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof VaultException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The pool wraps what the driver said. */
  private static String code(SQLException e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static String explain(String code) {
    return switch (code) {
      case "28P01", "28000" ->
          "the server did not accept the user or its password; give another --database-user, or"
              + " look at the password file and pg_hba.conf";
      case "3D000" -> "the server has no such database; an administrator makes it: CREATE DATABASE";
      case "42501" ->
          "the database user may not do this; grant it the role for this work (docs/postgresql.md)";
      case "42P01" ->
          "a table of the vault is missing; keep the database as it is, and restore a backup into"
              + " another one";
      case "53100" -> "the server's disk is full; make room, nothing acknowledged was lost";
      case "53300" -> "the server has no connection free; raise max_connections or close some";
      case "55P03" -> "another node kept the log's head for more than 5 s; try again";
      case "57P01", "57P02" -> "the server is stopping; try again";
      case "57P03" -> "the server is starting or recovering; try again in a moment";
      case "25006" ->
          "this server is a standby and cannot write; name the primary, or name all servers";
      case "25P03" -> "the server ended a transaction that stood still for too long; try again";
      case "" -> "no connection to the server could be had in time; is it running and reachable?";
      default -> byClass(code);
    };
  }

  private static String byClass(String code) {
    return switch (code.substring(0, Math.min(2, code.length()))) {
      case "08" -> "the connection to the server failed or was lost; try again";
      case "53" -> "the server lacks memory or disk; nothing acknowledged was lost";
      case "58" -> "the server could not read or write its files; look at its disk and log";
      case "XX" -> "the server found its data damaged; look at its log, keep everything";
      default -> "the database refused";
    };
  }
}
