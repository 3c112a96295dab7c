package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.Vault;
import org.patientvault.model.DatabaseServer;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Failure;
import org.patientvault.verify.NotOpened;

/** Looks at a database's server: who reads along, and what would be lost with it. */
final class ServerExamination {
  private static final long MIB = 1L << 20;
  private static final String PAGE = "docs/postgresql.md says what a server must be";

  private ServerExamination() {}

  /** Nothing for a vault in a file; a problem alone where nobody may connect. */
  static List<Finding> of(Desk desk) {
    try {
      Optional<DatabaseServer> server =
          desk.opening(() -> Vault.server(desk.location(), desk.options()));
      return server.map(ServerExamination::findings).orElse(List.of());
    } catch (VaultException | NotOpened e) {
      return List.of(Finding.problem("server", Failure.of(e).hinting(PAGE)));
    }
  }

  private static List<Finding> findings(DatabaseServer server) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("server", "PostgreSQL " + server.version()));
    findings.add(connection(server));
    findings.add(
        Finding.ok("durability", "fsync=on, synchronous_commit=" + server.synchronousCommit()));
    if (!server.wholePages()) {
      findings.add(
          Finding.warning(
              "durability",
              "full_page_writes=off: a page torn by a crash of the machine stays torn",
              "switch it on, unless the file system is known to write whole pages"));
    }
    findings.add(standbys(server));
    findings.add(Finding.ok("database", server.databaseBytes() / MIB + " MiB"));
    return findings;
  }

  private static Finding connection(DatabaseServer server) {
    String encrypted = server.encryption().map(it -> "encrypted by " + it).orElse("in plain");
    return Finding.ok(
        "connection",
        server.thisMachine()
            ? encrypted + ", within this machine"
            : encrypted + ", and the server's certificate was checked");
  }

  private static Finding standbys(DatabaseServer server) {
    if (server.standby()) {
      return Finding.problem(
          "standby", "this server is one itself, and cannot write", "name the primary too");
    }
    String count = server.standbys() == 1 ? "1 standby" : server.standbys() + " standbys";
    boolean waits = !server.synchronousStandbys().isEmpty();
    if (waits && server.standbys() == 0) {
      return Finding.problem(
          "standbys",
          "none is connected, and commits wait for " + server.synchronousStandbys(),
          "start the standby, or take its name out of synchronous_standby_names");
    }
    if (waits) {
      return Finding.ok(
          "standbys",
          count
              + ", commits wait for "
              + server.synchronousStandbys()
              + ": nothing acknowledged is lost with this server");
    }
    return server.standbys() == 0
        ? Finding.ok("standbys", "none: what came after the last backup is lost with this server")
        : Finding.warning(
            "standbys",
            count + ", asynchronous: what was acknowledged last is lost with this server",
            "name one in synchronous_standby_names; an open vault notices what is lost");
  }
}
