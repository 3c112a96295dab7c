package org.patientvault.verify;

import picocli.CommandLine.Option;

/** How a command prints: the options of every command of every program. */
public final class PrintOptions {
  static final String JSON = "--json";
  static final String DEBUG = "--debug";

  @Option(names = JSON, description = "print JSON for programs")
  boolean json;

  @Option(names = DEBUG, description = "print where an error comes from")
  boolean debug;
}
