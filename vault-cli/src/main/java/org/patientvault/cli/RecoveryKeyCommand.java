package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.model.Bytes;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "key",
    description = {
      "make a recovery key on a machine that has no vault",
      "its public half goes to the administrator; compare the fingerprint over another way"
    },
    footer = {
      "",
      "example:",
      "  patientvault recovery key --out notary.key --public-key notary.pub"
    })
final class RecoveryKeyCommand extends VaultCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "a new file for the whole key, which stays here")
  Path out = Path.of("");

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      required = true,
      description = "a new file for its public half, for recovery escrow --public-key")
  Path publicKey = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    try (RecoveryKey key = RecoveryKey.generate()) {
      KeyFile.write(out, key);
      byte[] text = key.recipient().text().stripTrailing().getBytes(StandardCharsets.UTF_8);
      NewFile.write(publicKey, List.of(Bytes.of(text)));
      String fingerprint = key.recipient().fingerprint().hex();
      if (desk.output().isJson()) {
        desk.output().json(JsonValue.members().put("fingerprint", fingerprint).build());
      } else {
        desk.output().line("recovery key " + fingerprint + " made");
      }
    }
    return ExitCode.VERIFIED;
  }
}
