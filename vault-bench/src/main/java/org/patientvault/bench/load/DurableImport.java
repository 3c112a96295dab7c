package org.patientvault.bench.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Report;
import org.patientvault.bench.TemporaryFolder;

/**
 * How many records of twelve fields per second one importer brings in, all on the disk at the end:
 * by the vault, and by what a user would build instead.
 *
 * <p>The peers get more than their share: PostgreSQL's values are taken apart beforehand, and the
 * plain table takes each line as it is.
 */
final class DurableImport implements AutoCloseable {
  private static final String VAULT = "vault, FHIR import";
  private static final String PGP = "PostgreSQL, pgp_sym_encrypt, batches";
  private static final String RAW = "PostgreSQL, aes-cbc, batches";
  private static final String PLAIN = "plain SQLite insert of the same JSON";

  private final TemporaryFolder folder = new TemporaryFolder();
  private final PostgresServer server = PostgresServer.start();
  private final List<Party> parties =
      List.of(
          new VaultImport(folder.path(), VAULT),
          new PostgresImport(PGP, server, Pgcrypto.PGP, 200),
          new PostgresImport(RAW, server, Pgcrypto.RAW, 5_000),
          new PlainInsert(folder.path(), PLAIN));

  DurableImport() throws IOException, SQLException {}

  void run(Report report, int rounds) throws Exception {
    RateTable.add(
        report,
        "Bulk import, records",
        VAULT,
        new Rotation(rounds, 1).run(parties, 1, false),
        List.of(new Goal(VAULT, PGP, 50), new Goal(VAULT, RAW, 1.5), new Goal(VAULT, PLAIN, 0.5)));
  }

  @Override
  public void close() throws IOException, SQLException {
    for (Party party : parties) {
      party.close();
    }
    server.close();
    folder.close();
  }
}
