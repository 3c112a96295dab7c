package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "erase",
    description = "erase patients for good: ask, wait for the cooling-off period, run",
    subcommands = {
      EraseAskCommand.class,
      EraseListCommand.class,
      EraseCancelCommand.class,
      EraseRunCommand.class,
      EraseCertificateCommand.class,
      EraseRuleCommand.class
    },
    footer = {
      "",
      "example:",
      "  patientvault patient erase run --vault clinic.vault --erasure-register"
          + " /mnt/erased --yes"
    })
final class EraseCommands extends CommandGroup {}
