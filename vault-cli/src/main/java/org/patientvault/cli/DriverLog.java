package org.patientvault.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log of PostgreSQL's driver, which would stand beside our words. Apart, because the JDK's
 * logging looks through every jar when it is first used: only who is on a server waits for it.
 */
final class DriverLog {
  /** Held, for the JDK forgets the level of a logger that nobody holds. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private DriverLog() {}

  static void silence() {
    DRIVER.setLevel(Level.OFF);
  }
}
