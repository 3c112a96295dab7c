package org.patientvault.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.Vault;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a request with an administrator's own key. */
abstract class RequestAnswerCommand extends VaultCommand {
  @Parameters(paramLabel = "ID", description = "the request's id, or its first four digits or more")
  String id = "";

  @Option(
      names = "--admin-key",
      paramLabel = "KEY",
      required = true,
      description = "the key file of your own that admin init made")
  Path keyFile = Path.of("");

  @Option(
      names = AdministratorFile.PASSPHRASE,
      paramLabel = "FILE",
      description = "read the key file's passphrase from its first line; else it is asked for")
  @Nullable Path passphraseFile;

  abstract RequestInfo answer(Approvals approvals, AdministratorKey key);

  @Override
  final ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      AdministratorKey key = AdministratorFile.open(desk, keyFile, passphraseFile);
      Approvals approvals = vault.administration(desk.actor(Desk.ADMIN)).approvals();
      RequestLine.print(desk.output(), answer(approvals, key));
    }
    return ExitCode.VERIFIED;
  }
}
