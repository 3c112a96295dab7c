package org.patientvault.bench.load;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;

/** The vault's own import: parses, seals, indexes and logs every resource. */
final class VaultImport implements Party {
  private static final int RECORDS = 10_000;

  private final String name;
  private final Path file;
  private final Vault vault;
  private final Session session;
  private final Observations observations = new Observations();

  VaultImport(Path folder, String name) {
    this.name = name;
    this.file = folder.resolve("vault-import.ndjson");
    this.vault =
        Vault.create(
            folder.resolve("import.vault"), Unlock.passphrase("not a secret"::toCharArray));
    this.session = vault.as(Actor.of("admin", "admin"), Purpose.HSYSADMIN);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() throws java.io.IOException {
    observations.write(file, RECORDS);
  }

  @Override
  public Caller caller(int number) {
    return () -> {
      ImportReport report = FhirImport.of(session).run(List.of(file), true, progress -> {});
      if (report.created() != RECORDS) {
        throw new IllegalStateException("imported " + report.created() + " of " + RECORDS);
      }
      return RECORDS;
    };
  }

  @Override
  public void close() {
    vault.close();
  }
}
