package org.patientvault.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.ClosedLog;

/** What an auditor has of a closed log: a bundle, its newest note alone, or his own state. */
final class KeptLog {
  private static final byte[] STATE =
      "patientvault-auditor-state ".getBytes(StandardCharsets.US_ASCII);

  private KeptLog() {}

  static ClosedLog read(Path path) {
    if (Files.isDirectory(path)) {
      return ClosedLog.ofNote(InputFile.read(path.resolve("checkpoint"), "checkpoint"));
    }
    byte[] file = InputFile.read(path, "previous log");
    boolean state =
        file.length > STATE.length
            && java.util.Arrays.equals(file, 0, STATE.length, STATE, 0, STATE.length);
    return state ? ClosedLog.ofState(AuditorState.parse(file)) : ClosedLog.ofNote(file);
  }
}
