package org.patientvault.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the proof of one entry. */
@Command(
    name = "check-proof",
    description = {
      "check the proof of one log entry with public keys alone, offline",
      "says that the entry stands in the log that was signed; not that all that happened does"
    },
    footer = {"", "example:", "  ${COMMAND-FULL-NAME} 4711.tlog-proof --policy hospital.policy"})
public final class AuditCheckProofCommand extends ToolCommand {
  @Parameters(paramLabel = "FILE", description = "what audit proof wrote")
  Path file = Path.of("");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "the keys you trust, as a C2SP tlog-policy; given to you by hand")
  Path policy = Path.of("");

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "the entry's bytes, for a proof that does not carry them")
  @Nullable Path entry;

  @Override
  protected ExitCode run(Output output) {
    TrustPolicy trusted = TrustPolicy.parse(InputFile.read(policy, "policy"));
    LogProof proof = LogProof.parse(InputFile.read(file, "proof"));
    Bytes leaf = leaf(proof);
    try {
      Checkpoint head = proof.verify(trusted, leaf);
      boolean met = trusted.isMetBy(head);
      proven(output, (met ? "PROVEN" : "PROVEN, POLICY NOT MET") + place(proof, head), leaf);
      return met ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
    } catch (VaultException.Tampered e) {
      say(output, "NOT PROVEN " + e.getMessage());
      return ExitCode.TAMPERED;
    } catch (VaultException.KeyUnavailable e) {
      say(output, "CANNOT TELL " + e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
  }

  private Bytes leaf(LogProof proof) {
    if (entry != null) {
      return Bytes.of(InputFile.read(entry, "entry"));
    }
    return proof
        .leaf()
        .orElseThrow(
            () ->
                new VaultException.InvalidInput(
                    "the proof does not carry its entry; give it with --entry FILE"));
  }

  private static String place(LogProof proof, Checkpoint head) {
    return " origin="
        + head.origin()
        + " index="
        + proof.index()
        + " size="
        + head.size()
        + head.signedAt().map(at -> " signed=" + at).orElse("");
  }

  /** The entry's text is shown once it is known to be the log's. */
  private static void proven(Output output, String verdict, Bytes leaf) {
    String text = new String(leaf.toArray(), StandardCharsets.UTF_8);
    if (output.isJson()) {
      output.json(JsonValue.members().put("verdict", verdict).put("entry", text).build());
    } else {
      output.line(verdict);
      output.line(text);
    }
  }

  private static void say(Output output, String verdict) {
    if (output.isJson()) {
      output.json(JsonValue.members().put("verdict", verdict).build());
    } else {
      output.line(verdict);
    }
  }
}
