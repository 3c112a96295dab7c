package org.patientvault.verify;

import java.nio.file.Path;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the certificate of a patient's erasure. */
@Command(
    name = "check-certificate",
    description = {
      "check the certificate of an erased patient with public keys alone, offline",
      "says what was destroyed and what remains, as the vault's signed log has it; not that no copy"
          + " exists outside the vault"
    },
    footer = {
      "",
      "example:",
      "  ${COMMAND-FULL-NAME} 000000001.erase-certificate --policy hospital.policy"
    })
public final class AuditCheckCertificateCommand extends ToolCommand {
  @Parameters(
      paramLabel = "FILE",
      description = "what patient erase certificate wrote, or a file of the erasure register")
  Path file = Path.of("");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "the keys you trust, as a C2SP tlog-policy; given to you by hand")
  Path policy = Path.of("");

  @Override
  protected ExitCode run(Output output) {
    TrustPolicy trusted = TrustPolicy.parse(InputFile.read(policy, "policy"));
    EraseCertificate certificate =
        EraseCertificate.parse(InputFile.read(file, "certificate of the erasure"));
    try {
      EraseCertificate.Proven proven = certificate.verify(trusted);
      boolean met = trusted.isMetBy(proven.head());
      CertificateWords words = new CertificateWords(certificate, proven, met);
      if (output.isJson()) {
        output.json(words.json());
      } else {
        words.lines().forEach(output::line);
      }
      return met ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET;
    } catch (VaultException.Tampered e) {
      say(output, "NOT PROVEN " + e.getMessage());
      return ExitCode.TAMPERED;
    } catch (VaultException.KeyUnavailable e) {
      say(output, "CANNOT TELL " + e.getMessage());
      return ExitCode.CANNOT_TELL;
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
