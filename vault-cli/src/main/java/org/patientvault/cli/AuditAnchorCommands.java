package org.patientvault.cli;

import org.patientvault.verify.AuditAnchorVerifyCommand;
import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "anchor",
    description = "get, keep and check time stamps over the log, by an authority outside",
    subcommands = {
      AuditAnchorRequestCommand.class,
      AuditAnchorAddCommand.class,
      AuditAnchorVerifyCommand.class,
      AuditAnchorShowCommand.class
    },
    footer = {
      "",
      "example:",
      "  patientvault audit anchor request --url http://tsa.example.org --tsa tsa.pem --vault"
          + " clinic.vault"
    })
final class AuditAnchorCommands extends CommandGroup {}
