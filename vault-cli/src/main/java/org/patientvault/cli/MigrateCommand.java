package org.patientvault.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.MigrationSource;
import org.patientvault.TableMigration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "migrate",
    description = {
      "move a plaintext table of another database in, as a reviewed mapping says",
      "reads that database only; may be killed at any time: run it again, and it goes on",
      "afterwards it holds the table against the vault, row by row; 1 when they do not agree"
    },
    footer = {
      "",
      "the plaintext stays where it is, and in its backups: docs/moving-in.md",
      "",
      "examples:",
      "  patientvault migrate --vault clinic.vault --source jdbc:sqlite:old.db --dry-run"
          + " visits.yaml",
      "  patientvault migrate --vault clinic.vault --source jdbc:sqlite:old.db visits.yaml"
    })
final class MigrateCommand extends VaultCommand {
  @Parameters(paramLabel = "MAPPING", description = "which column becomes which field, in YAML")
  Path mapping = Path.of("");

  @Option(
      names = "--source",
      required = true,
      paramLabel = "URL",
      description = "jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE")
  String source = "";

  @Option(
      names = "--source-user",
      paramLabel = "NAME",
      description = "as whom to connect to it; else the user of the operating system")
  @Nullable String user;

  @Option(
      names = "--source-password-file",
      paramLabel = "FILE",
      description =
          "read that user's password from the first line of FILE; else $PGPASSFILE or ~/.pgpass")
  @Nullable Path passwordFile;

  @Option(names = "--dry-run", description = "read and check every row, and write nothing")
  boolean dryRun;

  @Option(
      names = "--keep-going",
      description = "move what is good although some rows are bad; else nothing is moved then")
  boolean keepGoing;

  @Option(
      names = "--rate",
      paramLabel = "ROWS",
      description = "seal at most so many rows a second, so that care is not slowed")
  int rate;

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.StorageFailed
            || failure instanceof VaultException.AuditUnavailable
        ? Optional.of("what was moved stays; the same command goes on")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) {
    if (rate < 0) {
      throw new VaultException.InvalidInput("--rate is not negative");
    }
    byte[] text = InputFile.read(mapping, "mapping");
    MigrationSource from = source(desk);
    MigrationReport report;
    try (Vault vault = desk.open();
        PhaseProgress progress = new PhaseProgress(desk)) {
      MigrationOptions options = new MigrationOptions(keepGoing, rate, progress::at);
      TableMigration migration = TableMigration.of(desk.administrativeSession(vault), from, text);
      report = dryRun ? migration.check(options) : migration.run(options);
    }
    return new MigrationLines(desk.output(), report, dryRun).tell();
  }

  private MigrationSource source(Desk desk) {
    if (source.startsWith(Desk.POSTGRES)) {
      DriverLog.silence();
    }
    String as = user;
    if (as == null && passwordFile != null) {
      as = System.getProperty("user.name");
    }
    return new MigrationSource(
        source,
        as,
        passwordFile == null ? null : desk.read(passwordFile, "source's database password"));
  }

  /** A progress bar for each thing that is done, one after the other. */
  private static final class PhaseProgress implements AutoCloseable {
    private final Desk desk;
    private MigrationReport.@Nullable Phase phase;
    private @Nullable Progress bar;

    PhaseProgress(Desk desk) {
      this.desk = desk;
    }

    void at(MigrationReport.Progress now) {
      if (bar == null || phase != now.phase()) {
        close();
        phase = now.phase();
        bar = Progress.on(desk, now.phase().name().toLowerCase(Locale.ROOT), " rows");
      }
      bar.at(now.done(), now.total());
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
