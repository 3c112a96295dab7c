package org.patientvault.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.patientvault.SlotInfo;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "say of each file which share or key it holds, and whether it is as it was written",
      "needs no vault and opens none; with --vault it also says whether the vault has the slot"
    },
    footer = {"", "example:", "  patientvault recovery check 1.txt 3.txt 5.txt"})
final class RecoveryCheckCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "files with a share or a key each")
  List<Path> files = List.of();

  @Override
  ExitCode run(Desk desk) {
    List<CheckedFile> checked = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      checked.add(CheckedFile.of(i + 1, files.get(i)));
    }
    Set<String> known = desk.namesVault() ? names(desk.slots()) : Set.of();
    print(desk, checked, CheckedSet.of(checked), known);
    checked.forEach(CheckedFile::close);
    return checked.stream().allMatch(CheckedFile::intact) ? ExitCode.VERIFIED : ExitCode.REFUSED;
  }

  /** Sets and fingerprints that slots of the vault name. */
  private static Set<String> names(List<SlotInfo> slots) {
    return slots.stream()
        .flatMap(slot -> List.of(slot.uri().split("[:?&=]", -1)).stream())
        .filter(part -> part.matches("[0-9a-f]{16}|[0-9a-f]{32}"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void print(
      Desk desk, List<CheckedFile> files, List<CheckedSet> sets, Set<String> known) {
    Output output = desk.output();
    if (output.isJson()) {
      List<JsonValue> all = new ArrayList<>();
      files.forEach(each -> all.add(each.json(desk.namesVault(), known)));
      sets.forEach(each -> all.add(each.json()));
      output.json(JsonValue.of(all));
      return;
    }
    List<String> headers = new ArrayList<>(List.of("file", "what", "vault or key", "found"));
    List<List<String>> rows = new ArrayList<>();
    for (CheckedFile each : files) {
      rows.add(each.row(desk.namesVault(), known));
    }
    output.table(headers, rows);
    sets.forEach(each -> output.line(each.words()));
  }
}
