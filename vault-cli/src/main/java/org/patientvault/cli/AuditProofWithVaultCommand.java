package org.patientvault.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.verify.AuditProofCommand;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The proof of an entry, from a bundle or from a vault. */
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
final class AuditProofWithVaultCommand extends AuditProofCommand {
  @Mixin final CommonOptions common = new CommonOptions();
  @Mixin final ShardOption shard = new ShardOption();

  @Override
  protected ExitCode run(Output output) throws IOException {
    shard.refuseWith("--bundle");
    return super.run(output);
  }

  @Override
  protected LogProof withoutBundle(Output output, long index) throws IOException {
    try (Desk desk = new Desk(common, terminal(), output);
        Vault vault = desk.open();
        ScratchFolder scratch = ScratchFolder.make("proof")) {
      AuditTrail trail = shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()));
      Path exported = scratch.path("log");
      trail.export(exported);
      byte[] keys = trail.trustPolicy().getBytes(StandardCharsets.UTF_8);
      return LogProof.of(exported, index, TrustPolicy.parse(keys));
    }
  }
}
