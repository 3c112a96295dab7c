package org.patientvault.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "proof",
    description = {
      "print one entry with all it takes to check it alone, in ten years too (C2SP tlog-proof)",
      "with --bundle: from an exported log, offline; else from a vault"
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit proof 4711 --vault clinic.vault --out 4711.tlog-proof",
      "  patientvault audit proof 4711 --bundle bundle/ --policy hospital.policy"
    })
final class AuditProofCommand extends VaultCommand {
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
  ExitCode run(Desk desk) throws IOException {
    byte[] proof = (bundle == null ? fromVault(desk) : fromBundle(bundle)).text();
    if (out != null) {
      NewFile.write(out, proof);
      desk.output().say("proof written; check it with: patientvault audit check-proof FILE");
    } else if (desk.output().isJson()) {
      desk.output()
          .json(
              JsonValue.members().put("proof", new String(proof, StandardCharsets.UTF_8)).build());
    } else {
      desk.output().raw(proof);
    }
    return ExitCode.VERIFIED;
  }

  private LogProof fromBundle(Path directory) {
    if (policy == null) {
      throw new VaultException.InvalidInput(
          "whose keys do you trust? give --policy FILE; patientvault audit keys prints one");
    }
    return LogProof.of(directory, index, TrustPolicy.parse(InputFile.read(policy, "policy")));
  }

  private LogProof fromVault(Desk desk) throws IOException {
    try (Vault vault = desk.open();
        ScratchFolder scratch = ScratchFolder.make("proof")) {
      AuditTrail trail = vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose());
      Path exported = scratch.path("log");
      trail.export(exported);
      byte[] keys = trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
      return LogProof.of(exported, index, TrustPolicy.parse(keys));
    }
  }
}
