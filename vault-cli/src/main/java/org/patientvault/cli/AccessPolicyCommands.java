package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "access-policy",
    description = "who may read and write what, and why",
    subcommands = {
      AccessPolicyCheckCommand.class,
      AccessPolicyShowCommand.class,
      AccessPolicyInstallCommand.class
    },
    footer = {"", "example:", "  patientvault access-policy check our.policy.yaml"})
final class AccessPolicyCommands extends CommandGroup {}
