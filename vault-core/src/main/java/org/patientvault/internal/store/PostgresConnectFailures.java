package org.patientvault.internal.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection came about, where the driver has one code for several reasons. Its texts are
 * translated, so what tells them apart are causes.
 */
final class PostgresConnectFailures {
  private PostgresConnectFailures() {}

  /** What to do about it; empty for what has a code of its own. */
  static Optional<String> explain(String code, SQLException e) {
    return switch (code) {
      case "08004" ->
          Optional.of(
              "client and server do not agree how to log in: the server must ask for SCRAM"
                  + " (scram-sha-256 in its pg_hba.conf, no md5 or password), a password must be at"
                  + " hand, and towards another machine the server must encrypt (ssl = on)");
      case "08001" ->
          Optional.of(
              has(e, IOException.class)
                  ? "nobody answers there; is the server running and reachable?"
                  : "of the servers named none can write: a standby cannot; name the primary, or"
                      + " all servers");
      case "08006" -> certificate(e);
      case "08P01" ->
          Optional.of(
              "what answers there is a pooler that refuses this, or no PostgreSQL server; look at"
                  + " its log, or name the server itself or a pooler in session mode");
      default -> Optional.empty();
    };
  }

  private static Optional<String> certificate(SQLException e) {
    if (has(e, FileNotFoundException.class)) {
      return Optional.of(
          "a file with a certificate or key cannot be read; name the server's certificate"
              + " authority with sslrootcert, or put it into ~/.postgresql/root.crt");
    }
    if (has(e, SSLException.class)) {
      return Optional.of(
          "the server's certificate is not from an authority that sslrootcert names, or encryption"
              + " failed; ask who runs the server for the certificate of its authority");
    }
    return has(e, IOException.class)
        ? Optional.empty()
        : Optional.of(
            "the server's certificate is for another name; name the server as its certificate"
                + " does");
  }

  private static boolean has(Throwable e, Class<? extends Throwable> kind) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
