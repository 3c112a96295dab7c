package org.patientvault.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.RuleFiles;
import org.patientvault.audit.ExitCode;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "check an access policy file and run its own tests; no vault is needed",
    footer = {"", "example:", "  patientvault access-policy check our.policy.yaml"})
final class AccessPolicyCheckCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the policy file")
  Path file = Path.of("");

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "the schema whose classes it speaks of; else the shipped one")
  @Nullable Path schema;

  @Override
  ExitCode run(Desk desk) {
    byte[] policy = InputFile.read(file, "policy");
    byte[] classes = schema == null ? RuleFiles.shippedSchema() : InputFile.read(schema, "schema");
    return RuleCheck.tell(
        desk.output(),
        "access policy",
        RuleFiles.lintPolicy(policy, classes),
        RuleFiles.failedTests(policy));
  }
}
