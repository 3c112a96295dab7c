package org.patientvault.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.patientvault.audit.BundleDetails;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.details.DetailsKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "print the details of a bundle, one JSON object a line behind its entry's index",
      "verify the bundle with --details-key first: this command opens, and checks nothing else"
    },
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} bundle/ --key-file auditor.key --from 1201 --to 1300"
    })
final class DetailsShowCommand extends ToolCommand {
  @Parameters(paramLabel = "DIR", description = "what audit export --details wrote")
  Path bundle = Path.of("");

  @Option(names = "--key-file", paramLabel = "FILE", required = true, description = "your key")
  Path keyFile = Path.of("");

  @Option(names = "--from", paramLabel = "INDEX", description = "the first entry (0)")
  long from;

  @Option(
      names = "--to",
      paramLabel = "INDEX",
      defaultValue = "9007199254740991",
      description = "the last entry; the end unless you say so")
  long to;

  @Override
  protected ExitCode run(Output output) {
    try (DetailsKey key = DetailsFile.key(keyFile)) {
      BundleDetails.read(
          bundle,
          key,
          from,
          to,
          (index, detail) -> output.line(index + " " + new String(detail, StandardCharsets.UTF_8)));
    }
    return ExitCode.VERIFIED;
  }
}
