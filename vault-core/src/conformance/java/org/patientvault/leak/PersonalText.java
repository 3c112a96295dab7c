package org.patientvault.leak;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects what tells of a person in FHIR JSON, by where it stands: names, identifiers, ids and
 * references, contact points, addresses, birth dates, display names, notes, narrative, attachments.
 */
final class PersonalText {
  static final int SHORTEST_BYTES = 6;

  /** A database cuts a long value where a page ends, and an error quotes its beginning. */
  private static final int PIECE = 32;

  /** Under these, what a person is called, where he lives, or what was written about him. */
  private static final Set<String> WHOLE =
      Set.of("name", "telecom", "address", "valueAddress", "note", "contact", "photo");

  /** Inside those, what is a code of FHIR's own. */
  private static final Set<String> CODES =
      Set.of("use", "system", "type", "country", "relationship", "url", "contentType", "gender");

  private final Set<String> values = new TreeSet<>();
  private final String vocabulary;

  /** {@code vocabulary} is public text; a value that is a part of it tells nothing. */
  PersonalText(String vocabulary) {
    this.vocabulary = vocabulary.toLowerCase(Locale.ROOT);
  }

  Set<String> values() {
    return values;
  }

  void collect(JsonNode value) {
    if (value.isArray()) {
      value.forEach(this::collect);
      return;
    }
    if (value.has("reference")) {
      add(value.path("display").asText());
    }
    value.properties().forEach(member -> collect(member.getKey(), member.getValue()));
  }

  private void collect(String name, JsonNode value) {
    if (WHOLE.contains(name)) {
      all(value);
    }
    switch (name) {
      case "identifier" -> identifiers(value);
      case "id", "birthDate", "deceasedDateTime", "comment", "valueString" -> add(value.asText());
      case "reference" -> add(value.asText().replaceFirst("^.*[/:]", ""));
      case "div" -> add(value.asText().replaceAll("<[^>]*>", "\n"));
      case "data" -> attachment(value.asText());
      default -> {}
    }
    collect(value);
  }

  private void all(JsonNode value) {
    if (value.isTextual()) {
      add(value.asText());
    }
    value
        .elements()
        .forEachRemaining(
            each -> {
              if (value.isArray()) {
                all(each);
              }
            });
    value
        .properties()
        .forEach(
            member -> {
              if (!CODES.contains(member.getKey())) {
                all(member.getValue());
              }
            });
  }

  private void identifiers(JsonNode value) {
    if (value.isArray()) {
      value.forEach(this::identifiers);
    }
    add(value.path("value").asText());
  }

  private void attachment(String base64) {
    String text = decoded(base64);
    // A picture is not read as text; its own spelling is looked for.
    boolean readable = text.codePoints().noneMatch(PersonalText::isNoText);
    add(readable ? text : base64);
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }

  private static boolean isNoText(int codePoint) {
    return codePoint == 0xFFFD || (Character.isISOControl(codePoint) && codePoint > '\r');
  }

  /**
   * Line by line, and long lines in pieces: a leak need not be of the whole. The last piece reaches
   * back, so that it is no word alone.
   */
  private void add(String text) {
    text.lines().map(String::strip).forEach(this::addLine);
  }

  private void addLine(String line) {
    for (int from = 0; from < line.length(); from += PIECE) {
      int to = Math.min(from + PIECE, line.length());
      addPiece(line.substring(Math.max(0, to - PIECE), to).strip());
    }
  }

  private void addPiece(String piece) {
    if (piece.getBytes(StandardCharsets.UTF_8).length >= SHORTEST_BYTES
        && piece.chars().distinct().count() > 2
        && !vocabulary.contains(piece.toLowerCase(Locale.ROOT))) {
      values.add(piece);
    }
  }
}
