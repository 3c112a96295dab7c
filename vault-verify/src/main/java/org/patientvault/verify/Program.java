package org.patientvault.verify;

import java.util.List;

/** The command that all others of a program stand under: what they talk to, and how they end. */
public interface Program {
  /** What the commands talk to. */
  Terminal terminal();

  /** The exit codes and what they mean, as {@code code:meaning}; on the help of every command. */
  List<String> exitCodes();
}
