package org.patientvault.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.Approvals;
import org.patientvault.Erasures;
import org.patientvault.Vault;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "erase one patient, or all whose erasure is due and on whom no legal hold is; asks first",
      "prints the file of each certificate; writes those too that the register lacks",
      "for every night, with --yes; killed, the next run goes on"
    },
    footer = {
      "",
      "example:",
      "  patientvault patient erase run --vault clinic.vault --erasure-register"
          + " /mnt/erased --yes"
    })
final class EraseRunCommand extends VaultCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATIENT",
      description = "the patient's reference in the vault; else all that is due")
  @Nullable String patient;

  @Mixin final Agreement agreement = new Agreement();

  private final List<JsonValue> erased = new ArrayList<>();
  private final List<JsonValue> failed = new ArrayList<>();
  private ExitCode code = ExitCode.VERIFIED;

  @Override
  ExitCode run(Desk desk) {
    PatientRef one = patient == null ? null : RecordArguments.patient(patient);
    if (agreement.asks()) {
      return agreement.ask(desk, RequestKind.PATIENT_ERASE, admin -> asked(admin.erasures(), one));
    }
    try (Vault vault = desk.open()) {
      Erasures erasures = agreement.admin(desk, vault).erasures();
      int written = erasures.writeCertificates();
      if (written > 0 && !desk.output().isJson()) {
        desk.output().say("certificates written that the register lacked: " + written);
      }
      if (one == null) {
        eraseDue(desk, erasures);
      } else {
        confirm(desk, 1);
        erase(desk, erasures, one);
      }
      if (!erasures.scrub()) {
        desk.output()
            .warn(
                "somebody reads an older state: bytes of what was erased stay in the write-ahead"
                    + " log until patientvault patient erase run is called again");
      }
      if (desk.output().isJson()) {
        desk.output().json(json(written));
      }
    }
    return code;
  }

  private static Map<String, String> asked(Erasures erasures, @Nullable PatientRef one) {
    return erasures.pending().stream()
        .filter(each -> each.patient().equals(one))
        .findFirst()
        .map(each -> Approvals.forPatient(each.patient(), each.ground()))
        .orElseThrow(
            () ->
                new VaultException.NotFound(
                    "with --ask name one patient whose erasure was asked for (patient erase"
                        + " list)"));
  }

  private void eraseDue(Desk desk, Erasures erasures) {
    Instant now = Instant.now();
    List<PendingLine> due =
        EraseListCommand.lines(erasures).stream().filter(each -> each.asked().isDue(now)).toList();
    List<PendingLine> free = due.stream().filter(each -> !each.held()).toList();
    if (!desk.output().isJson()) {
      if (due.size() > free.size()) {
        desk.output().say("due, and on hold: " + (due.size() - free.size()));
      }
      if (free.isEmpty()) {
        desk.output().say("no erasure is due");
      }
    }
    if (!free.isEmpty()) {
      confirm(desk, free.size());
    }
    free.forEach(each -> eraseOrTell(desk, erasures, each.asked().patient()));
  }

  private static void confirm(Desk desk, int count) {
    desk.confirm(() -> count + (count == 1 ? " patient" : " patients") + " will be gone for good");
  }

  /** One that cannot be erased keeps no other from being. */
  private void eraseOrTell(Desk desk, Erasures erasures, PatientRef each) {
    try {
      erase(desk, erasures, each);
    } catch (VaultException e) {
      Failure failure = Failure.of(e);
      code = code.worse(failure.code());
      failed.add(
          JsonValue.members()
              .put("patient", each.toString())
              .put("error", failure.message())
              .put("code", failure.code().code())
              .build());
      if (!desk.output().isJson()) {
        desk.output().warn(each + ": " + failure.message());
        desk.output().hint(failure.hint());
      }
    }
  }

  private void erase(Desk desk, Erasures erasures, PatientRef each) {
    EraseCertificate certificate = erasures.erase(each);
    String file = erasures.file(certificate).toString();
    erased.add(
        JsonValue.members().put("patient", each.toString()).put("certificate", file).build());
    if (!desk.output().isJson()) {
      desk.output().line(file);
    }
  }

  private JsonValue json(int written) {
    return JsonValue.members()
        .put("erased", JsonValue.of(erased))
        .put("failed", JsonValue.of(failed))
        .put("certificatesWritten", written)
        .build();
  }
}
