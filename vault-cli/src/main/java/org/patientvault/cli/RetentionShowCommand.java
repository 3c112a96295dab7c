package org.patientvault.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.LogRetention;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RetentionClass;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = "show how long details are kept, and how many are over",
    footer = {"", "example:", "  patientvault audit retention show --vault clinic.vault"})
final class RetentionShowCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      LogRetention retention = vault.administration(desk.actor(Desk.ADMIN)).logRetention();
      Map<RetentionClass, Duration> kept = retention.rule().kept();
      Map<RetentionClass, Long> due = retention.due();
      if (desk.output().isJson()) {
        desk.output().json(json(kept, due));
      } else {
        desk.output().table(List.of("class", "kept", "over by now"), rows(kept, due));
      }
    }
    return ExitCode.VERIFIED;
  }

  private static List<List<String>> rows(
      Map<RetentionClass, Duration> kept, Map<RetentionClass, Long> due) {
    List<List<String>> rows = new ArrayList<>();
    for (RetentionClass of : RetentionClass.values()) {
      String time =
          Optional.ofNullable(kept.get(of)).map(each -> each.toDays() + " days").orElse("for ever");
      rows.add(List.of(of.text(), time, String.valueOf(due.getOrDefault(of, 0L))));
    }
    return rows;
  }

  private static JsonValue json(Map<RetentionClass, Duration> kept, Map<RetentionClass, Long> due) {
    List<JsonValue> classes = new ArrayList<>();
    for (RetentionClass of : RetentionClass.values()) {
      var each = JsonValue.members().put("class", of.text()).put("due", due.getOrDefault(of, 0L));
      Optional.ofNullable(kept.get(of)).ifPresent(time -> each.put("days", time.toDays()));
      classes.add(each.build());
    }
    return JsonValue.members().put("classes", JsonValue.of(classes)).build();
  }
}
