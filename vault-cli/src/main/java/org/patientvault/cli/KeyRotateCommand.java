package org.patientvault.cli;

import java.util.List;
import org.patientvault.Administration;
import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description = {
      "renew one level of keys while others read and write",
      "levels: root, patient-wrap, patients, detail-wrap, index-seal, index-patient,",
      "index-record, state-mac",
      "may be killed at any time: patientvault job resume goes on where it was"
    },
    footer = {
      "",
      "who copied an old key together with what it protects keeps that: docs/rotation.md",
      "",
      "examples:",
      "  patientvault key rotate --vault clinic.vault patient-wrap",
      "  patientvault key rotate --vault clinic.vault --rate 2000 patients"
    })
final class KeyRotateCommand extends VaultCommand {
  @Parameters(paramLabel = "LEVEL", description = "which keys")
  String level = "";

  @Option(
      names = "--stage",
      description = "store the new key and stop; patientvault key promote uses it")
  boolean stage;

  @Mixin final JobRun job = new JobRun();

  @Override
  ExitCode run(Desk desk) {
    KeyLevel renewed = KeyLevel.parse(level);
    boolean atOnce = renewed == KeyLevel.ROOT || renewed == KeyLevel.LOG;
    if (stage && atOnce) {
      throw new VaultException.InvalidInput(
          renewed.text() + " is renewed at once; --stage is for others");
    }
    List<Unlock> unlocks = desk.unlocks();
    try (Vault vault = desk.open(unlocks)) {
      Administration administration = vault.administration(desk.actor(Desk.ADMIN));
      if (atOnce) {
        new SlotRenewal(desk, administration, unlocks, renewed).run();
        return ExitCode.VERIFIED;
      }
      KeyAdministration keys = administration.keys();
      return job.run(
          desk, options -> stage ? keys.stage(renewed, options) : keys.rotate(renewed, options));
    }
  }
}
