package org.patientvault.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.witness.WitnessAnswer;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cosign",
    description = {
      "answer one request that was carried here, as witness serve would; needs no vault",
      "3 when the log did not grow from what this witness saw"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit witness cosign req.txt --folder w1 --log hospital.policy --out resp.txt"
    })
final class WitnessCosignCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the file of witness request")
  Path request = Path.of("");

  @Option(names = "--folder", paramLabel = "DIR", required = true, description = "the witness's")
  Path folder = Path.of("");

  @Option(
      names = "--log",
      paramLabel = "FILE",
      required = true,
      description = "the keys of a log that it signs for, from audit keys; once for each log")
  List<Path> logs = new ArrayList<>();

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "a new file")
  Path out = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    byte[] asked = InputFile.read(request, "request");
    WitnessAnswer answer = WitnessPlace.open(desk, folder, logs).add(asked);
    if (answer.status() != WitnessAnswer.COSIGNED) {
      throw refused(answer);
    }
    NewFile.write(out, answer.body().toArray());
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("status", answer.status()).build());
    } else {
      desk.output().say("cosigned; bring the answer back to: patientvault audit witness add");
    }
    return ExitCode.VERIFIED;
  }

  private static VaultException refused(WitnessAnswer answer) {
    String words = answer.text().strip();
    return switch (answer.status()) {
      case WitnessAnswer.CONFLICT ->
          new VaultException.Conflict(
              "not cosigned: this witness knows "
                  + words
                  + " entries of that log; if it has as many, repeat the request with --old "
                  + words
                  + "; if it has fewer, an older copy was put back");
      case WitnessAnswer.INCONSISTENT ->
          new VaultException.Tampered(
              "not cosigned: the log does not begin with what this witness saw; keep the request");
      default -> new VaultException.Refused("not cosigned: " + words);
    };
  }
}
