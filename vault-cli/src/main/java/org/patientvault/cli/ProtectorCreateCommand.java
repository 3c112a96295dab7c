package org.patientvault.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "make the key that a URI names, in its token or key store; no vault is needed",
      "a key that is there is tried, and never replaced"
    },
    footer = {
      "",
      "example:",
      "  patientvault protector create"
          + " 'pkcs11:token=clinic;object=kek?module-path=/usr/lib/softhsm/libsofthsm2.so'",
      "  patientvault protector add URI, with the URI that it prints, puts it to use"
    })
final class ProtectorCreateCommand extends VaultCommand {
  @Parameters(
      paramLabel = "URI",
      description =
          "pkcs11:token=LABEL;object=LABEL?module-path=FILE or keystore:FILE?alias=NAME; no secret"
              + " in it")
  String uri = "";

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description =
          "read the key store's password, or the token's PIN, from the first line of FILE; else it"
              + " is asked for")
  @Nullable Path newPassphraseFile;

  @Override
  ExitCode run(Desk desk) {
    ProtectorUri named = KnownProtector.uri(uri);
    if (named.kind().equals("passphrase")) {
      throw new VaultException.InvalidInput("a passphrase needs no key; go on to protector add");
    }
    try (KeyProtector made =
        Protectors.of(named.kind()).create(desk.addedUnlock(named, newPassphraseFile))) {
      if (desk.output().isJson()) {
        desk.output().json(JsonValue.members().put("uri", made.uri().text()).build());
      } else {
        desk.output().line(made.uri().text());
      }
    }
    return ExitCode.VERIFIED;
  }
}
