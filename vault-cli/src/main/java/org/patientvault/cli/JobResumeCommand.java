package org.patientvault.cli;

import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "resume",
    description = "go on with a job that was paused or killed",
    footer = {"", "example:", "  patientvault job resume --vault clinic.vault --rate 2000"})
final class JobResumeCommand extends OneJobCommand {
  @Mixin final JobRun job = new JobRun();

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      return job.run(desk, options -> keys.resume(id, options));
    }
  }
}
