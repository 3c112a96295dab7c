package org.patientvault.cli;

import java.util.List;
import org.patientvault.JobStatus;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list all jobs, the oldest first",
    footer = {"", "example:", "  patientvault job list --vault clinic.vault"})
final class JobListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      List<JobStatus> jobs = vault.administration(desk.actor(Desk.ADMIN)).keys().jobs();
      if (desk.output().isJson()) {
        desk.output().json(JsonValue.of(jobs.stream().map(JobLine::json).toList()));
      } else {
        desk.output().table(JobLine.HEADERS, jobs.stream().map(JobLine::row).toList());
      }
    }
    return ExitCode.VERIFIED;
  }
}
