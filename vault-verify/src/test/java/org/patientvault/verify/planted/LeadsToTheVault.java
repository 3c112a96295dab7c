package org.patientvault.verify.planted;

import picocli.CommandLine.Command;

/** Names its command in an annotation alone. */
@Command(name = "planted", subcommands = BehindIsTheVault.class)
final class LeadsToTheVault {}
