package org.patientvault.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.SealedFile;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = {
      "make an administrator's key, sealed by a passphrase, and print its public half",
      "needs no vault; do it on your own machine, and tell nobody the passphrase"
    },
    footer = {"", "example:", "  patientvault admin init anna --key anna.key"})
final class AdminInitCommand extends VaultCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "1 to 64 of a-z 0-9 . _ -; public: best that of a task")
  String name = "";

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "a new file")
  Path file = Path.of("");

  @Option(
      names = AdministratorFile.PASSPHRASE,
      paramLabel = "FILE",
      description = "read the new passphrase from its first line; else it is asked for")
  @Nullable Path passphraseFile;

  @Override
  ExitCode run(Desk desk) {
    byte[] secret = AdministratorKey.generate();
    try {
      AdministratorKey key = AdministratorKey.of(name, secret);
      SealedFile.create(file, name, secret, desk.newAdministratorSecret(passphraseFile));
      AdministratorLine.print(desk.output(), key.publicKey());
      desk.output()
          .hint("give the key to whoever enrols you, and its fingerprint over another way");
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    } catch (VaultException.Conflict e) {
      throw new VaultException.Refused("there is a file already; the key needs a new one");
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return ExitCode.VERIFIED;
  }
}
