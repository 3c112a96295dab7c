package org.patientvault.verify;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.ExitCode;

/**
 * What a command talks to: input, output, words, the environment, and somebody at a keyboard, if
 * there is one.
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    @Nullable Console console,
    Map<String, String> environment) {

  /** This process's own. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.console(),
        System.getenv());
  }

  /** Data are UTF-8 wherever it runs. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
  }

  /** Whether somebody is looking, who can answer and likes colours and bars. */
  public boolean isInteractive() {
    return console != null;
  }

  /** Whether words may have colours. */
  public boolean coloured() {
    return isInteractive() && !environment.containsKey("NO_COLOR");
  }

  /** The exit code after {@code code}: output that did not get out is no success. */
  public int ended(int code) {
    err.flush();
    if (!out.checkError()) {
      return code;
    }
    err.println("patientvault: standard output could not be written; what it holds is not whole");
    err.println("hint: make room, or give another place, and run it again");
    return code == 0 ? ExitCode.REFUSED.code() : code;
  }
}
