package org.patientvault.cli;

import org.jspecify.annotations.Nullable;
import org.patientvault.AuditTrail;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which of a vault's logs a command reads. */
final class ShardOption {
  @Option(
      names = "--shard",
      paramLabel = "SHARD",
      description =
          "of this log: its origin, or how that ends, such as 2026 or 2026-2; the newest unless you"
              + " say so")
  @Nullable String shard;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command = CommandSpec.create();

  /** What reads that log. */
  AuditTrail of(AuditTrail newest) {
    return shard == null ? newest : newest.ofLog(shard);
  }

  /** An exported log is one log, whichever it is. */
  void refuseWith(String option) {
    if (shard != null && command.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new VaultException.InvalidInput(
          "--shard names a log of a vault; leave it with " + option);
    }
  }
}
