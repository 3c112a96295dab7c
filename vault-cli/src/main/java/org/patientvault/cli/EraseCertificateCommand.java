package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.patientvault.Vault;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "certificate",
    description = {
      "print the certificate of an erased patient, made again from the log",
      "audit check-certificate checks it with public keys alone"
    },
    footer = {
      "",
      "example:",
      "  patientvault patient erase certificate 00112233445566778899aabbccddeeff --vault"
          + " clinic.vault --out 1.erase-certificate"
    })
final class EraseCertificateCommand extends VaultCommand {
  @Mixin final PatientArgument whom = new PatientArgument();

  @Option(names = "--out", paramLabel = "FILE", description = "write it to a new file instead")
  @Nullable Path out;

  @Override
  ExitCode run(Desk desk) {
    PatientRef patient = whom.patient();
    EraseCertificate certificate;
    try (Vault vault = desk.open()) {
      certificate =
          vault
              .administration(desk.actor(Desk.ADMIN))
              .erasures()
              .certificate(patient)
              .orElseThrow(
                  () -> new VaultException.NotFound("no patient of this reference was erased"));
    }
    byte[] file = certificate.file();
    if (out != null) {
      NewFile.write(out, file);
    }
    if (desk.output().isJson()) {
      desk.output().json(json(certificate));
    } else if (out == null) {
      desk.output().raw(file);
    }
    return ExitCode.VERIFIED;
  }

  private static JsonValue json(EraseCertificate certificate) {
    return JsonValue.members()
        .put("patient", certificate.patient().toString())
        .put("certificate", new String(certificate.file(), StandardCharsets.UTF_8))
        .build();
  }
}
