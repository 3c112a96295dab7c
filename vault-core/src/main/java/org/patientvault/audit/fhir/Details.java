package org.patientvault.audit.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;

/** What an entry's detail record says, member by member; says nothing where there is none. */
final class Details {
  /** Who asked, and what came of it: no part of what was asked. */
  private static final Set<String> NOT_ASKED =
      Set.of("issuer", "user", "emergency", "attempted", "refused", "jti", "client", "address");

  /** What has a place of its own in the resource. */
  private static final Set<String> PLACED =
      Set.of(
          "issuer",
          "user",
          "patient",
          "records",
          "confidentiality",
          "refused",
          "jti",
          "client",
          "address");

  private final SortedMap<String, JsonValue> members;

  Details(Optional<JsonValue.Members> detail) {
    members = detail.map(JsonValue.Members::members).orElseGet(TreeMap::new);
  }

  /** Whether there is a record at all. */
  boolean areKnown() {
    return !members.isEmpty();
  }

  /** A member's text; null when it is not there, blank, or no text. */
  @Nullable String text(String name) {
    return members.get(name) instanceof JsonValue.Text text && !text.text().isBlank()
        ? text.text()
        : null;
  }

  /** A member's number; -1 when it is not there, or no number. */
  long number(String name) {
    return members.get(name) instanceof JsonValue.Whole whole ? whole.number() : -1;
  }

  /** The lines of what was touched; empty when there are none. */
  List<JsonValue> records() {
    return members.get("records") instanceof JsonValue.Items items ? items.items() : List.of();
  }

  /** What was asked for, as canonical JSON. */
  byte[] question() {
    TreeMap<String, JsonValue> asked = new TreeMap<>(members);
    asked.keySet().removeAll(NOT_ASKED);
    return CanonicalJson.write(new JsonValue.Members(asked));
  }

  /** Everything that has no place of its own; of a query, what was no part of the question. */
  void others(boolean ofQuery, BiConsumer<String, JsonValue> sink) {
    members.forEach(
        (name, value) -> {
          if (!PLACED.contains(name) && (!ofQuery || NOT_ASKED.contains(name))) {
            sink.accept(name, value);
          }
        });
  }
}
