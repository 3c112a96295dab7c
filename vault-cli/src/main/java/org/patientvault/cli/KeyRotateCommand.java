package org.patientvault.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.KeyAdministration;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
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
    if (stage && renewed == KeyLevel.ROOT) {
      throw new VaultException.InvalidInput("the root is renewed at once; --stage is for others");
    }
    List<Unlock> unlocks = desk.unlocks();
    try (Vault vault = desk.open(unlocks)) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      if (renewed == KeyLevel.ROOT) {
        return root(desk, keys, unlocks);
      }
      return job.run(
          desk, options -> stage ? keys.stage(renewed, options) : keys.rotate(renewed, options));
    }
  }

  private ExitCode root(Desk desk, KeyAdministration keys, List<Unlock> unlocks) {
    desk.confirm(
        "slots whose secret is not at hand will be stale and must be added again; this cannot be"
            + " undone");
    Set<String> before = opening(desk.slots());
    List<SlotInfo> slots = keys.rotateRoot(unlocks);
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(slots.stream().map(ProtectorListCommand::json).toList()));
    } else {
      slots.forEach(
          slot -> desk.output().line("slot " + slot.id() + " " + slot.state() + ": " + slot.uri()));
    }
    warn(desk, slots, before, unlocks);
    return ExitCode.VERIFIED;
  }

  private static void warn(
      Desk desk, List<SlotInfo> slots, Set<String> before, List<Unlock> unlocks) {
    List<SlotInfo> stale = slots.stream().filter(slot -> !SlotFindings.opens(slot)).toList();
    stale.stream()
        .filter(slot -> before.contains(slot.id()) && isGiven(slot, unlocks))
        .forEach(
            slot ->
                desk.output()
                    .warn(
                        "what was given for slot "
                            + slot.id()
                            + " did not open it: another secret, or its token is away"));
    if (!stale.isEmpty()) {
      desk.output()
          .warn(
              "stale slots open nothing; remove them and add them again: patientvault protector"
                  + " remove, patientvault protector add");
    }
  }

  private static boolean isGiven(SlotInfo slot, List<Unlock> unlocks) {
    return unlocks.stream().anyMatch(unlock -> unlock.uri().text().equals(slot.uri()));
  }

  private static Set<String> opening(List<SlotInfo> slots) {
    return slots.stream()
        .filter(SlotFindings::opens)
        .map(SlotInfo::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
