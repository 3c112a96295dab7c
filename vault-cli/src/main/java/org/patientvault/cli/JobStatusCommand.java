package org.patientvault.cli;

import org.patientvault.JobStatus;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "say how one job stands; exits with 1 while it has not ended",
    footer = {"", "example:", "  patientvault job status --vault clinic.vault 3f2a"})
final class JobStatusCommand extends OneJobCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      JobStatus job = vault.administration(desk.actor(Desk.ADMIN)).keys().job(id);
      JobLine.tell(desk.output(), job);
      return job.ended() ? ExitCode.VERIFIED : ExitCode.REFUSED;
    }
  }
}
