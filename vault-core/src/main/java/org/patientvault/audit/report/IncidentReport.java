package org.patientvault.audit.report;

import java.util.List;
import java.util.Map;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.Bytes;

/**
 * What an incident comes to: people, categories, time; and what the three stages of a report ask.
 */
final class IncidentReport extends Maker {
  /** Stage and field of each line, in the order of the forms; see the words for what they mean. */
  private static final List<List<String>> FIELDS =
      List.of(
          List.of("h24", "suspected"),
          List.of("h24", "border"),
          List.of("h72", "nature"),
          List.of("h72", "people"),
          List.of("h72", "records"),
          List.of("h72", "categories"),
          List.of("h72", "period"),
          List.of("h72", "severity"),
          List.of("h72", "contact"),
          List.of("h72", "consequences"),
          List.of("h72", "measures"),
          List.of("m1", "description"),
          List.of("m1", "cause"),
          List.of("m1", "mitigation"),
          List.of("m1", "border"));

  private final People patients = new People();
  private final People users = new People();
  private final Counts events = new Counts();
  private final Counts types = new Counts();
  private final Counts codes = new Counts();
  private final Days days = new Days();
  private long entries;
  private long records;
  private String first = "";
  private String last = "";

  IncidentReport(Scope scope) {
    super(scope);
  }

  /** What says that data were touched, or tried to be. */
  @Override
  boolean isAbout(Entry entry) {
    return entry.actor() != null && touches(entry.event());
  }

  private static boolean touches(EventCode event) {
    return switch (event) {
      case READ, QUERY, CREATE, UPDATE, DELETE, EXPORT, DENY, BTG_OPEN -> true;
      default -> false;
    };
  }

  @Override
  void takeOne(ReportEntry entry) {
    Entry leaf = entry.entry();
    entries++;
    events.add(reads.event(leaf));
    users.addActor(entry);
    days.add(leaf.stamp().time());
    first = first.isEmpty() ? EntryWords.time(leaf) : first;
    last = EntryWords.time(leaf);
    if (leaf.event() != EventCode.DENY) {
      takeTouched(entry);
    }
  }

  /** What was refused touched nobody's data. */
  private void takeTouched(ReportEntry entry) {
    Bytes subject = entry.entry().subject();
    if (subject != null && !scope.basis().nobody().equals(java.util.Optional.of(subject))) {
      patients.addPatient(entry);
    }
    String code = reads.confidentiality(entry.entry());
    if (!code.isEmpty()) {
      codes.add(code);
    }
    for (Map<String, JsonValue> each : Details.objects(entry, "records")) {
      records += Details.items(each, "ids").size();
      types.add(words.name("type", Details.text(each, "type")));
    }
  }

  @Override
  void say(Page page) {
    if (entries == 0) {
      page.say("none");
    } else {
      page.say("people", patients.different(), entries, users.different());
      page.say("period", first, last);
      page.say(scope.hasNames() ? "records" : "noRecords", records);
    }
    page.say("stages");
    Listing stages = listing("form", columns().text("stage", "field", "answer"));
    FIELDS.forEach(
        each ->
            stages.row(
                own("stage." + each.get(0)), own("field." + each.get(1)), answer(each.get(1))));
    page.table(stages)
        .counts("types", "type", types.top(50))
        .counts("codes", "confidentiality", codes.top(10))
        .counts("events", "event", events.top(20))
        .counts("users", "who", users.points(20))
        .timeline("days", days)
        .bars("types", types.top(20));
  }

  private String answer(String field) {
    return switch (field) {
      case "people" -> String.valueOf(patients.different());
      case "records" -> scope.hasNames() ? String.valueOf(records) : own("byYou");
      case "categories" -> categories();
      case "period" -> first.isEmpty() ? "" : own("period", first, last);
      default -> own("byYou");
    };
  }

  private String categories() {
    Counts best = types.different() == 0 ? codes : types;
    return String.join(", ", best.top(50).stream().map(ReportChart.Point::label).toList());
  }
}
