package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.VerifierKey;
import org.patientvault.audit.witness.WitnessKeys;
import org.patientvault.keys.SealedFile;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "make a witness's keys, sealed by a passphrase, and print its public ones as policy lines",
      "needs no vault; the folder will hold what the witness saw: never put it back from a backup"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit witness init --folder w1 --name witness.example.org/dpo"
    })
final class WitnessInitCommand extends VaultCommand {
  @Option(names = "--folder", paramLabel = "DIR", required = true, description = "made if need be")
  Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "as its signatures bear it: such as a host and a path, without spaces and plus")
  String name = "";

  @Override
  ExitCode run(Desk desk) throws IOException {
    byte[] secret = WitnessKeys.generate();
    try {
      WitnessKeys keys = WitnessKeys.of(name, secret);
      Files.createDirectories(folder);
      SealedFile.create(
          WitnessPlace.keyFile(folder), name, secret, desk.newWitnessSecret("new passphrase"));
      print(desk.output(), keys);
    } catch (VaultException.Conflict e) {
      throw new VaultException.Refused("the folder holds a witness's keys already; it is kept");
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return ExitCode.VERIFIED;
  }

  private static void print(Output output, WitnessKeys keys) {
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("name", keys.name())
              .put("mlDsa44", keys.mlDsa44().vkey())
              .put("ed25519", keys.ed25519().vkey())
              .build());
      return;
    }
    line(output, keys.mlDsa44(), null);
    line(output, keys.ed25519(), "for software that knows no other; one of the two is enough");
    output.hint(
        "give the first line and its fingerprint to whoever runs the vault, and to auditors");
  }

  private static void line(Output output, VerifierKey key, @Nullable String about) {
    output.line("# " + key.type().label() + " sha256 " + key.fingerprint());
    output.line(
        about == null
            ? "witness " + key.name() + " " + key.vkey()
            : "# " + about + ": witness " + key.name() + "/ed25519 " + key.vkey());
  }
}
