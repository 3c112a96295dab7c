package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "witness",
    description = {
      "have outsiders sign that the log only grew, or be such an outsider",
      "with a vault: trust, ask, status, request, add; as a witness, without one: init, serve,"
          + " cosign"
    },
    subcommands = {
      WitnessTrustCommand.class,
      WitnessAskCommand.class,
      WitnessStatusCommand.class,
      WitnessRequestCommand.class,
      WitnessAddCommand.class,
      WitnessInitCommand.class,
      WitnessServeCommand.class,
      WitnessCosignCommand.class
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit witness init --folder w1 --name witness.example.org/dpo",
      "  patientvault audit witness serve --folder w1 --log hospital.policy",
      "  patientvault audit witness trust witnesses.policy --vault clinic.vault"
    })
final class AuditWitnessCommands extends CommandGroup {}
