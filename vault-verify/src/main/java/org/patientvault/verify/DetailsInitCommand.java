package org.patientvault.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.details.DetailsKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "make your key: FILE is secret, yours alone; FILE.pub goes to whoever exports the log",
      "whoever has FILE reads who looked at whom, in every bundle sealed to it"
    },
    footer = {"", "example:", "  ${COMMAND-FULL-NAME} --key-file auditor.key"})
final class DetailsInitCommand extends ToolCommand {
  @Option(names = "--key-file", paramLabel = "FILE", required = true, description = "a new file")
  Path file = Path.of("");

  @Override
  protected ExitCode run(Output output) throws IOException {
    try (DetailsKey key = DetailsKey.generate()) {
      byte[] secret = key.text();
      try {
        write(file, secret);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
      write(Path.of(file + ".pub"), key.recipient().text());
      String fingerprint = key.recipient().fingerprint().hex();
      if (output.isJson()) {
        output.json(JsonValue.members().put("fingerprint", fingerprint).build());
      } else {
        output.line("sha256 " + fingerprint);
        output.hint(
            "give the .pub file away, and the fingerprint over another way, such as by phone");
      }
    }
    return ExitCode.VERIFIED;
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (OwnFile own = OwnFile.begin(file)) {
      own.out().write(content);
      own.keep();
    }
  }
}
