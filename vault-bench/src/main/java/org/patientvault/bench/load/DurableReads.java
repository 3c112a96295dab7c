package org.patientvault.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.VaultOptions;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Report;
import org.patientvault.bench.TemporaryFolder;

/**
 * How many audited reads of a record of twelve fields per second, each with its log entry on the
 * disk before the fields leave: by the vault, and by what a user would build instead.
 */
final class DurableReads implements AutoCloseable {
  static final String VAULT = "vault";
  static final String VAULT_ON_POSTGRES = "vault on PostgreSQL";
  static final String PGP = "PostgreSQL, pgp_sym_encrypt";
  static final String RAW = "PostgreSQL, aes-cbc";
  static final String FORCE = "raw write and force, growing file";
  static final String FORCE_LAID_OUT = "raw write and force, laid-out file";
  static final String BARE = "bare group commit, SQLite";

  private static final int PATIENTS = 4_096;
  private static final int BATCH = 64;

  private final TemporaryFolder folder = new TemporaryFolder();
  private final PostgresServer server = PostgresServer.start();
  private final VaultReads vault =
      new VaultReads(
          folder.path().resolve("reads.vault").toString(), VaultOptions.defaults(), PATIENTS);
  private final PostgresVisits pgp = new PostgresVisits(server, Pgcrypto.PGP, "reads");
  private final PostgresVisits raw = new PostgresVisits(server, Pgcrypto.RAW, "reads");
  private final Rotation rotation;

  DurableReads(Rotation rotation) throws Exception {
    this.rotation = rotation;
    pgp.fill(PATIENTS);
    raw.fill(PATIENTS);
  }

  private List<Party> peers() {
    return new ArrayList<>(
        List.of(vault.single(VAULT), pgp.reads(PGP, PATIENTS), raw.reads(RAW, PATIENTS)));
  }

  void one(Report report) throws Exception {
    Path path = folder.path();
    try (Party growing = RawForce.growing(path, FORCE);
        Party laidOut = RawForce.laidOut(path, FORCE_LAID_OUT)) {
      List<Party> parties = peers();
      parties.addAll(List.of(growing, laidOut));
      RateTable.add(
          report,
          "One caller",
          VAULT,
          rotation.run(parties, 1, false),
          List.of(new Goal(VAULT, FORCE, 0.9), new Goal(VAULT, PGP, 6), new Goal(VAULT, RAW, 1.3)));
    }
  }

  void eight(Report report) throws Exception {
    RateTable.add(
        report,
        "Eight callers",
        VAULT,
        rotation.run(peers(), 8, false),
        List.of(new Goal(VAULT, PGP, 8), new Goal(VAULT, RAW, 1.4)));
  }

  void sixtyFour(Report report) throws Exception {
    manyCallers(
        report,
        "64 callers",
        false,
        List.of(new Goal(VAULT, PGP, 18), new Goal(VAULT, RAW, 3.5), new Goal(VAULT, BARE, 0.8)));
  }

  void sixtyFourVirtual(Report report) throws Exception {
    manyCallers(
        report,
        "64 callers on virtual threads",
        true,
        List.of(new Goal(VAULT, PGP, 40), new Goal(VAULT, RAW, 8), new Goal(VAULT, BARE, 0.8)));
  }

  private void manyCallers(Report report, String heading, boolean virtual, List<Goal> goals)
      throws Exception {
    try (Party bare = new BareAppend(folder.path(), BARE)) {
      List<Party> parties = peers();
      parties.add(bare);
      RateTable.add(report, heading, VAULT, rotation.run(parties, 64, virtual), goals);
    }
  }

  /** The vault on the same server as what it is compared with. */
  void onPostgres(Report report) throws Exception {
    String location = server.newDatabase("vault");
    try (VaultReads reads = new VaultReads(location, server.login(), PATIENTS)) {
      for (int callers : List.of(1, 8, 64)) {
        List<Party> parties =
            List.of(
                reads.single(VAULT_ON_POSTGRES),
                pgp.reads(PGP, PATIENTS),
                raw.reads(RAW, PATIENTS));
        RateTable.add(
            report,
            "The vault on PostgreSQL, %d callers".formatted(callers),
            VAULT_ON_POSTGRES,
            rotation.run(parties, callers, false),
            callers == 64
                ? List.of(
                    new Goal(VAULT_ON_POSTGRES, PGP, 9), new Goal(VAULT_ON_POSTGRES, RAW, 1.6))
                : List.of());
      }
    }
  }

  void batches(Report report) throws Exception {
    String batch = "vault, %d patients per request".formatted(BATCH);
    RateTable.add(
        report,
        "One caller, many patients per request",
        batch,
        rotation.run(List.of(vault.batch(batch, BATCH), raw.reads(RAW, PATIENTS)), 1, false),
        List.of(new Goal(batch, RAW, 30)));
  }

  @Override
  public void close() throws IOException, SQLException {
    try {
      vault.close();
    } finally {
      server.close();
      folder.close();
    }
  }
}
