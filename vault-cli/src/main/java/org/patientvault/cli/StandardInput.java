package org.patientvault.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Terminal;

/** What does not belong on a command line comes through here. */
final class StandardInput {
  private static final int MAX_BYTES = 40 << 20;

  private StandardInput() {}

  /** One line; asked for with {@code question} when somebody is at the keyboard. */
  static String line(Terminal terminal, String question) throws IOException {
    String line =
        terminal.console() != null
            ? terminal.console().readLine("%s", question)
            : new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
                .readLine();
    if (line == null || line.isBlank()) {
      throw new VaultException.InvalidInput("standard input has no line to read");
    }
    return line.strip();
  }

  /** All of it. */
  static byte[] bytes(Terminal terminal) throws IOException {
    byte[] all = terminal.in().readNBytes(MAX_BYTES + 1);
    if (all.length > MAX_BYTES) {
      throw new VaultException.LimitExceeded("standard input is longer than 40 MiB");
    }
    if (all.length == 0) {
      throw new VaultException.InvalidInput("standard input is empty; give the resource there");
    }
    return all;
  }
}
