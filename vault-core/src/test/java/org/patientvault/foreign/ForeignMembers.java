package org.patientvault.foreign;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The members of one object of a public text, as docs/formats/audit-log.md has their values. */
record ForeignMembers(Map<String, Object> all) {
  private static final String TIME =
      "((?:19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
          + "(?:\\.(?:[0-9]{3}){0,2}(?!000)[0-9]{3})?)Z";

  /** A text of one object, with version 1 in {@code v}. */
  static ForeignMembers ofVersion1(byte[] text, int most) throws ForeignRefusal {
    ForeignRefusal.when(text.length > most, "too long");
    ForeignMembers members = of(ForeignJson.read(text));
    ForeignRefusal.when(members.number("v") != 1, "another version");
    return members;
  }

  @SuppressWarnings("unchecked")
  static ForeignMembers of(Object value) throws ForeignRefusal {
    ForeignRefusal.when(!(value instanceof Map), "no object");
    return new ForeignMembers((Map<String, Object>) value);
  }

  /** These members, and no others. */
  ForeignMembers exactly(String... names) throws ForeignRefusal {
    ForeignRefusal.when(!all.keySet().equals(Set.of(names)), "other members");
    return this;
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  ForeignMembers object(String name) throws ForeignRefusal {
    return of(all.get(name));
  }

  List<Object> items(String name) throws ForeignRefusal {
    ForeignRefusal.when(!(all.get(name) instanceof List<?>), "no array");
    return new ArrayList<>((List<?>) all.get(name));
  }

  String text(String name, String pattern) throws ForeignRefusal {
    ForeignRefusal.when(
        !(all.get(name) instanceof String text) || !text.matches(pattern), "not such a text");
    return (String) all.get(name);
  }

  byte[] hex(String name, int bytes) throws ForeignRefusal {
    return HexFormat.of().parseHex(text(name, "[0-9a-f]{" + 2 * bytes + "}"));
  }

  String origin(String name) throws ForeignRefusal {
    return text(name, "[\\x21-\\x7e&&[^+]]{1,255}");
  }

  long number(String name) throws ForeignRefusal {
    ForeignRefusal.when(!(all.get(name) instanceof Long number) || number < 0, "no number");
    return (Long) all.get(name);
  }

  boolean flag(String name) throws ForeignRefusal {
    ForeignRefusal.when(!(all.get(name) instanceof Boolean), "no flag");
    return (Boolean) all.get(name);
  }

  Instant time(String name) throws ForeignRefusal {
    String spelled = text(name, TIME);
    try {
      String bare = spelled.substring(0, spelled.length() - 1);
      ForeignRefusal.when(bare.contains("T24:"), "no time of a day");
      return LocalDateTime.parse(bare).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new ForeignRefusal("no time", e);
    }
  }
}
