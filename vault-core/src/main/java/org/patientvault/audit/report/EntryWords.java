package org.patientvault.audit.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.patientvault.audit.Entry;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.Bytes;

/** How an entry reads: in real names where they are known, else under pseudonyms. */
final class EntryWords {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Words words;
  private final boolean names;

  EntryWords(Words words, boolean names) {
    this.words = words;
    this.names = names;
  }

  static String time(Entry entry) {
    return time(entry.stamp().time());
  }

  /** Always to the millisecond, as entries spell it. */
  static String time(Instant time) {
    return MILLIS.format(time);
  }

  static String index(ReportEntry entry) {
    return String.valueOf(entry.index());
  }

  /** As entries spell it. */
  static String pseudonym(Bytes who) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(who.toArray());
  }

  String event(Entry entry) {
    return words.name("event", entry.event().name());
  }

  String result(Entry entry) {
    return words.say("outcome." + entry.outcome().code());
  }

  String purpose(Entry entry) {
    return entry.purpose() == null ? "" : words.name("purpose", entry.purpose().name());
  }

  String role(Entry entry) {
    return entry.role() == null ? "" : words.name("role", entry.role().value());
  }

  /** Whether the entry had a detail that is there no more. */
  boolean isErased(ReportEntry entry) {
    return names && entry.detail().isEmpty() && entry.entry().detail() != null;
  }

  /** A member of the detail in its own words; says so where the detail was erased. */
  String told(ReportEntry entry, String member) {
    return isErased(entry) ? words.say("common.erased") : Details.text(entry, member);
  }

  /** Who acted: a user id, a pseudonym, or the vault itself. */
  String who(ReportEntry entry) {
    Bytes actor = entry.entry().actor();
    if (actor == null) {
      return words.say("common.itself");
    }
    return names ? told(entry, "user") : pseudonym(actor);
  }

  /** Whom it concerned; empty where it was nobody. */
  String patient(ReportEntry entry) {
    Bytes subject = entry.entry().subject();
    if (subject == null) {
      return "";
    }
    String name = names ? told(entry, "patient") : "";
    return name.isEmpty() ? pseudonym(subject) : name;
  }

  /** Which data: types and numbers of records, or what was looked for. */
  String data(ReportEntry entry) {
    if (isErased(entry)) {
      return words.say("common.erased");
    }
    List<String> parts = new ArrayList<>();
    for (Map<String, JsonValue> each : Details.objects(entry, "records")) {
      int count = Math.max(1, Details.items(each, "ids").size());
      parts.add(words.name("type", Details.text(each, "type")) + " (" + count + ")");
    }
    add(parts, "event", Details.text(entry, "attempted"));
    add(parts, "query", Details.text(entry, "query"));
    add(parts, "action", Details.text(entry, "action"));
    if (Details.members(entry).containsKey("system")) {
      parts.add(words.say("query.identifier"));
    }
    return parts.isEmpty() ? confidentiality(entry.entry()) : String.join(", ", parts);
  }

  private void add(List<String> parts, String kind, String name) {
    if (!name.isEmpty()) {
      parts.add(words.name(kind, name));
    }
  }

  String confidentiality(Entry entry) {
    return entry.confidentiality() == null
        ? ""
        : words.say("confidentiality." + entry.confidentiality().name());
  }

  /** Indexes as a person reads them. */
  static String ranges(Entry entry) {
    List<String> parts = new ArrayList<>();
    entry
        .ranges()
        .forEach(
            each ->
                parts.add(
                    each.first() == each.last()
                        ? String.valueOf(each.first())
                        : each.first() + "-" + each.last()));
    return String.join(", ", parts);
  }
}
