package org.patientvault.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "get",
    description = "read a record, or some of its fields, as JSON; audited before it is opened",
    footer = {
      "",
      "example:",
      "  patientvault record get --vault clinic.vault --role physician --purpose TREAT \\",
      "    0123456789abcdef0123456789abcdef Observation bp-1 --field code,valueQuantity"
    })
final class RecordGetCommand extends VaultCommand {
  /** Printed whether asked for or not; and the name for all that the schema does not name. */
  private static final Set<String> NO_FIELDS = Set.of("id", "resourceType", "*");

  @Mixin final RecordArguments record = new RecordArguments();

  @Option(
      names = "--field",
      split = ",",
      paramLabel = "NAME",
      description = "only these fields; the entry names them, and no other is released")
  List<String> fields = List.of();

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "that revision instead of the newest")
  @Nullable Integer revision;

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.AccessDenied
        ? Optional.of(
            "the refusal is in the log; ask for other fields (--field), another role or purpose")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) throws Exception {
    RecordKey key = record.key(desk.terminal());
    try (Vault vault = desk.open()) {
      RecordView view = read(desk.session(vault), key);
      desk.output().raw(view.json());
      desk.output().line("");
      sayMissing(desk.output(), view);
    }
    return ExitCode.VERIFIED;
  }

  /** So that a name misspelled does not pass as a field that the record lacks. */
  private void sayMissing(Output output, RecordView view) {
    fields.stream()
        .filter(name -> !NO_FIELDS.contains(name) && view.get(name).isAbsent())
        .forEach(name -> output.say("not in this record: " + name));
  }

  private RecordView read(Session session, RecordKey key) {
    if (revision == null) {
      return fields.isEmpty() ? session.read(key) : session.read(key, fields);
    }
    if (!fields.isEmpty()) {
      throw new VaultException.InvalidInput("an older revision is read whole: leave --field out");
    }
    return session.readRevision(key, revision);
  }
}
