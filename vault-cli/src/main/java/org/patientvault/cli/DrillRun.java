package org.patientvault.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.DrillOptions;
import org.patientvault.Drills;
import org.patientvault.Vault;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.DrillFacts;
import org.patientvault.audit.DrillReport;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a drill is held, and what becomes of its report. */
final class DrillRun {
  private static final int MOST_PATIENTS = 1_000_000;
  private static final int MOST_TEXT = 32 << 10;

  @Parameters(
      paramLabel = "BACKUP",
      arity = "0..1",
      description = "what is put back; else a backup is taken now")
  @Nullable Path backup;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "write the signed report to a new file")
  Path out = Path.of("");

  @Option(
      names = "--scratch",
      paramLabel = "FOLDER",
      description = "make the copy in here, with room for 2.5 times the vault; else beside FILE")
  @Nullable Path scratch;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "open the records of so many patients in the copy (default: 20)")
  int sample = 20;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "draw these patients by TEXT; else by a random one, which the report names")
  @Nullable String seed;

  @Option(names = "--keep", description = "leave the copy there, sealed as the vault is")
  boolean keep;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "the log's public keys as you kept them, if they were renewed since BACKUP")
  @Nullable Path policy;

  /** One of the three. */
  interface Kind {
    DrillReport hold(Drills drills, DrillOptions options);
  }

  ExitCode run(Desk desk, List<Unlock> unlocks, Kind kind) {
    DrillOptions options = options(desk);
    DrillReport report;
    try (Vault vault = desk.open(unlocks)) {
      report = kind.hold(vault.administration(desk.actor(Desk.ADMIN)).drills(), options);
    }
    NewFile.write(out, report.file());
    DrillFacts facts = report.facts();
    if (desk.output().isJson()) {
      desk.output().json(CanonicalJson.parse(report.text().toArray(), MOST_TEXT));
    } else {
      facts.words().forEach(desk.output()::line);
    }
    return facts.passed() ? ExitCode.VERIFIED : ExitCode.REFUSED;
  }

  private DrillOptions options(Desk desk) {
    if (sample < 1 || sample > MOST_PATIENTS) {
      throw new VaultException.InvalidInput("--sample is 1 to 1,000,000 patients");
    }
    if (seed != null && !DrillFacts.isSeed(seed)) {
      throw new VaultException.InvalidInput(
          "--seed has 1 to 64 letters, digits, dots, dashes and underscores");
    }
    Path beside = out.toAbsolutePath().getParent();
    if (Files.exists(out) || beside == null || !Files.isDirectory(beside)) {
      throw new VaultException.InvalidInput(
          "--out is a new file in a folder that is there; a report is never written over");
    }
    DrillOptions options =
        DrillOptions.in(scratch == null ? beside : scratch)
            .withSample(sample)
            .withTold(desk.output()::say);
    options = backup == null ? options : options.withBackup(backup);
    options = seed == null ? options : options.withSeed(seed);
    options =
        policy == null
            ? options
            : options.withTrust(TrustPolicy.parse(InputFile.read(policy, "policy")));
    return keep ? options.keeping() : options;
  }
}
