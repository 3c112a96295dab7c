package org.patientvault;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.KeyLevel;

/**
 * The public texts of a compromise's two entries: what anybody may read of it. Format:
 * docs/formats/audit-log.md, "Compromised keys".
 */
final class CompromiseFacts {
  private CompromiseFacts() {}

  /** Of the first entry. */
  static JsonMembers begun(
      String id,
      KeyLevel level,
      int key,
      String slot,
      CompromiseReport.Moment from,
      CompromiseReport.Counts counts) {
    return common(KeyTimeline.BEGUN, id, level, key, slot)
        .put("from", from.json())
        .put("counts", counts(counts));
  }

  private static JsonMembers common(String step, String id, KeyLevel level, int key, String slot) {
    JsonMembers facts =
        JsonValue.members()
            .put("v", 1)
            .put(KeyTimeline.STEP, step)
            .put(KeyTimeline.ID, id)
            .put("level", level.text())
            .put("key", (long) key);
    return slot.isEmpty() ? facts : facts.put("slot", slot);
  }

  /** Of the last one. */
  static JsonValue.Members done(CompromiseReport report) {
    JsonMembers facts =
        common(KeyTimeline.DONE, report.id(), report.level(), report.key(), report.slot())
            .put("discovered", report.discovered().toString())
            .put("told", report.told().json())
            .put(
                "windows",
                JsonValue.of(report.windows().stream().map(CompromiseFacts::window).toList()))
            .put("counts", counts(report.counts()))
            .put("accesses", numbers(report.accesses()))
            .put("backups", backups(report.backups()))
            .put("due24h", report.earlyWarningDue().toString())
            .put("due72h", report.notificationDue().toString());
    report.outside().ifPresent(size -> facts.put("outside", size));
    return facts.build();
  }

  private static JsonValue window(CompromiseReport.Window window) {
    JsonMembers facts =
        JsonValue.members().put("level", window.level().text()).put("from", window.from().json());
    window.to().ifPresent(to -> facts.put("to", to.json()));
    return facts.build();
  }

  private static JsonValue backups(List<BackupKeys> backups) {
    return JsonValue.of(
        backups.stream()
            .map(
                each ->
                    JsonValue.members()
                        .put("id", each.id())
                        .put("made", each.time().toString())
                        .put("until", each.until().toString())
                        .build())
            .toList());
  }

  private static JsonValue counts(CompromiseReport.Counts counts) {
    return JsonValue.members()
        .put("patients", counts.patients())
        .put("records", counts.records())
        .put("revisions", counts.revisions())
        .put("identifiers", counts.identifiers())
        .put("byType", numbers(counts.byType()))
        .put("byClass", numbers(counts.byClass()))
        .put("details", numbers(counts.details()))
        .build();
  }

  private static JsonValue numbers(SortedMap<String, Long> counts) {
    JsonMembers all = JsonValue.members();
    counts.forEach(all::put);
    return all.build();
  }

  /** What the first entry's text counted. */
  static CompromiseReport.Counts counted(JsonValue.Members facts) {
    Map<String, JsonValue> counts = members(facts, "counts");
    return new CompromiseReport.Counts(
        number(counts, "patients"),
        number(counts, "records"),
        number(counts, "revisions"),
        number(counts, "identifiers"),
        numbers(counts, "byType"),
        numbers(counts, "byClass"),
        numbers(counts, "details"));
  }

  private static Map<String, JsonValue> members(JsonValue.Members facts, String name) {
    return facts.members().get(name) instanceof JsonValue.Members found
        ? found.members()
        : Map.of();
  }

  private static long number(Map<String, JsonValue> facts, String name) {
    return facts.get(name) instanceof JsonValue.Whole whole ? whole.number() : 0;
  }

  private static SortedMap<String, Long> numbers(Map<String, JsonValue> facts, String name) {
    SortedMap<String, Long> counts = new TreeMap<>();
    if (facts.get(name) instanceof JsonValue.Members found) {
      found.members().keySet().forEach(each -> counts.put(each, number(found.members(), each)));
    }
    return counts;
  }
}
