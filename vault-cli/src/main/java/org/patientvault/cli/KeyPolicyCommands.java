package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "policy",
    description = "say when keys are to be renewed; status and doctor warn then",
    subcommands = {KeyPolicyShowCommand.class, KeyPolicySetCommand.class},
    footer = {"", "example:", "  patientvault key policy show --vault clinic.vault"})
final class KeyPolicyCommands extends CommandGroup {}
