package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.RuleFiles;
import org.patientvault.audit.ExitCode;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "check a schema file; no vault is needed",
    footer = {"", "example:", "  patientvault schema check our.schema.yaml"})
final class SchemaCheckCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the schema file")
  Path file = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    return RuleCheck.tell(
        desk.output(), "schema", RuleFiles.lintSchema(InputFile.read(file, "schema")), List.of());
  }
}
