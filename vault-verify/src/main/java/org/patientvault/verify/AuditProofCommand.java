package org.patientvault.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the proof of one entry of an exported log, or of whatever a subclass has instead. */
@Command(
    name = "proof",
    description =
        "print one entry with all it takes to check it alone, in ten years too (C2SP tlog-proof)",
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} 4711 --bundle bundle/ --policy hospital.policy"
    })
public class AuditProofCommand extends ToolCommand {
  @Parameters(paramLabel = "INDEX", description = "which entry, counted from 0")
  long index;

  @Option(names = "--bundle", paramLabel = "DIR", description = "what audit export wrote")
  @Nullable Path bundle;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "the keys you trust; with --bundle")
  @Nullable Path policy;

  @Option(names = "--out", paramLabel = "FILE", description = "a new file for the proof")
  @Nullable Path out;

  @Override
  protected ExitCode run(Output output) throws IOException {
    byte[] proof = (bundle == null ? withoutBundle(output, index) : fromBundle(bundle)).text();
    if (out != null) {
      NewFile.write(out, proof);
      output.say("proof written; check it with: patientvault audit check-proof FILE");
    } else if (output.isJson()) {
      output.json(
          JsonValue.members().put("proof", new String(proof, StandardCharsets.UTF_8)).build());
    } else {
      output.raw(proof);
    }
    return ExitCode.VERIFIED;
  }

  /** The proof of an entry where no bundle was named. */
  protected LogProof withoutBundle(Output output, long entry) throws IOException {
    throw new VaultException.InvalidInput("of which log? give --bundle DIR");
  }

  private LogProof fromBundle(Path directory) {
    if (policy == null) {
      throw new VaultException.InvalidInput(
          "whose keys do you trust? give --policy FILE; patientvault audit keys prints one");
    }
    return LogProof.of(directory, index, TrustPolicy.parse(InputFile.read(policy, "policy")));
  }
}
