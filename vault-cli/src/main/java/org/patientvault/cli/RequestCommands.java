package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "request",
    description = {
      "what one administrator asked and another one approves; the command itself asks, with --ask",
      "what was approved is done by that command with --request, once, before it expires"
    },
    subcommands = {
      RequestListCommand.class,
      RequestShowCommand.class,
      RequestApproveCommand.class,
      RequestRejectCommand.class,
      RequestCancelCommand.class
    },
    footer = {
      "",
      "examples:",
      "  patientvault request show 3fa9 --vault clinic.vault",
      "  patientvault request approve 3fa9 --admin-key ben.key --vault clinic.vault"
    })
final class RequestCommands extends CommandGroup {}
