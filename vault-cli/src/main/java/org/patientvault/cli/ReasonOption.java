package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Option;

/** Why something is done to a patient's record: sealed in the log, so it is no argument. */
final class ReasonOption {
  private static final int MOST = 2_000;

  @Option(
      names = "--reason-file",
      required = true,
      paramLabel = "FILE",
      description =
          "who decided, and by which letter, at most 2,000 characters; sealed, so it is no"
              + " argument; /dev/stdin reads standard input")
  Path file = Path.of("");

  String text() {
    String reason = new String(InputFile.read(file, "reason"), StandardCharsets.UTF_8).strip();
    if (reason.isEmpty() || reason.length() > MOST) {
      throw new VaultException.InvalidInput("the reason file has 1 to 2,000 characters");
    }
    return reason;
  }
}
