package org.patientvault.verify;

import picocli.CommandLine.Command;

@Command(
    name = "anchor",
    description = "check time stamps over the log, by an authority outside",
    subcommands = AuditAnchorVerifyCommand.class,
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} verify bundle/anchor/1201-1.tsr --note bundle/checkpoints/1201"
          + " --tsa tsa.pem"
    })
final class AnchorCommands extends CommandGroup {}
