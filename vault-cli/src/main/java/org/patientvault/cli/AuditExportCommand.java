package org.patientvault.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.model.VaultException;
import org.patientvault.verify.DetailsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "write the log into a folder that anybody with the public keys can verify, offline",
      "it holds pseudonyms and commitments, no name in clear (layout: C2SP tlog-tiles)",
      "witnesses that have an address are asked first, for 10 s each at most"
    },
    footer = {"", "example:", "  patientvault audit export --vault clinic.vault bundle/"})
final class AuditExportCommand extends VaultCommand {
  @Parameters(paramLabel = "DIR", description = "a new or an empty folder")
  Path directory = Path.of("");

  @Option(
      names = "--unopened",
      description = "as the log stands, without a key and an entry: for a vault that does not open")
  boolean unopened;

  @Option(
      names = "--cosigned",
      description = "up to the newest head that enough witnesses cosigned; asks none of them")
  boolean cosigned;

  @Option(
      names = "--details",
      paramLabel = "FILE",
      description = {
        "with the details, names among them, sealed to the auditor whose public key this is",
        "compare its fingerprint with him first"
      })
  @Nullable Path details;

  @Mixin final ShardOption shard = new ShardOption();

  @Override
  ExitCode run(Desk desk) {
    if (unopened && (cosigned || details != null)) {
      throw new VaultException.InvalidInput("--cosigned and --details need a vault that opens");
    }
    if (cosigned && details != null) {
      throw new VaultException.InvalidInput(
          "--details goes with the newest head: leave --cosigned");
    }
    if (unopened) {
      look(desk);
      exportUnopened(desk);
    } else {
      try (Vault vault = desk.open()) {
        export(shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())));
      }
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("exported", true).build());
    } else {
      desk.output()
          .say("log exported; verify it with: patientvault audit verify DIR --policy FILE");
    }
    return ExitCode.VERIFIED;
  }

  private void exportUnopened(Desk desk) {
    if (shard.shard == null) {
      Vault.exportLog(desk.location(), directory, desk.options());
    } else {
      Vault.exportLog(desk.location(), directory, desk.options(), shard.shard);
    }
  }

  private void export(AuditTrail trail) {
    if (details != null) {
      DetailsRecipient to = DetailsFile.recipient(details);
      trail.exportWithDetails(directory, to);
    } else if (cosigned) {
      trail.exportCosigned(directory);
    } else {
      trail.export(directory);
    }
  }

  /** What is no vault cannot be opened; one that is damaged is what this export is for. */
  private static void look(Desk desk) {
    try {
      desk.slots();
    } catch (VaultException.Tampered e) {
      desk.output().warn(String.valueOf(e.getMessage()));
    }
  }
}
