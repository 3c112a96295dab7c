package org.patientvault.verify;

import java.io.PrintStream;

/**
 * Where an error came from: kinds and places, without texts that a library put into its message.
 */
record DebugTrace(PrintStream err) {
  void print(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      err.println("debug: " + each.getClass().getName());
      for (StackTraceElement place : each.getStackTrace()) {
        err.println("debug:   at " + place);
      }
    }
  }
}
