package org.patientvault.foreign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical JSON of docs/formats/audit-log.md, "Detail record": one pass, in which every
 * token has one spelling. Objects are maps, arrays lists, numbers longs.
 */
final class ForeignJson {
  private static final int DEEPEST = 16;
  private static final long MOST = (1L << 53) - 1;
  private static final Pattern NAME = Pattern.compile("\"([ !#-\\[\\]-~]+)\":");
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,15}");
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern PLAIN = Pattern.compile("[^\"\\\\\\x00-\\x1f]++");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u00([01][0-9a-f])|([\"\\\\btnfr]))");
  private static final String SHORT = "\b\t\n\f\r";

  private final String text;
  private final Matcher next;
  private int at;

  private ForeignJson(String text) {
    this.text = text;
    this.next = PLAIN.matcher(text);
  }

  /** The value that all of {@code bytes} spells. */
  static Object read(byte[] bytes) throws ForeignRefusal {
    try {
      ByteBuffer all = ByteBuffer.wrap(bytes);
      ForeignJson json =
          new ForeignJson(StandardCharsets.UTF_8.newDecoder().decode(all).toString());
      Object value = json.value(0);
      ForeignRefusal.when(json.at != json.text.length(), "something behind the end");
      return value;
    } catch (CharacterCodingException e) {
      throw new ForeignRefusal("not UTF-8", e);
    }
  }

  private Object value(int depth) throws ForeignRefusal {
    ForeignRefusal.when(depth > DEEPEST, "too deep");
    if (takes('{')) {
      return members(depth);
    }
    if (takes('[')) {
      return items(depth);
    }
    if (takes('"')) {
      return string();
    }
    if (takes(FLAG)) {
      return Boolean.valueOf(next.group());
    }
    ForeignRefusal.when(!takes(NUMBER), "no value");
    long number = Long.parseLong(next.group());
    ForeignRefusal.when(Math.abs(number) > MOST, "a number too large");
    return number;
  }

  private Map<String, Object> members(int depth) throws ForeignRefusal {
    Map<String, Object> members = new LinkedHashMap<>();
    String before = "";
    while (!takes('}')) {
      ForeignRefusal.when(!members.isEmpty() && !takes(','), "no comma");
      ForeignRefusal.when(!takes(NAME), "no name");
      String name = next.group(1);
      ForeignRefusal.when(before.compareTo(name) >= 0, "not in order");
      before = name;
      members.put(name, value(depth + 1));
    }
    return members;
  }

  private List<Object> items(int depth) throws ForeignRefusal {
    List<Object> items = new ArrayList<>();
    while (!takes(']')) {
      ForeignRefusal.when(!items.isEmpty() && !takes(','), "no comma");
      items.add(value(depth + 1));
    }
    return items;
  }

  private String string() throws ForeignRefusal {
    StringBuilder text = new StringBuilder();
    while (!takes('"')) {
      if (takes(PLAIN)) {
        text.append(next.group());
      } else {
        ForeignRefusal.when(!takes(ESCAPE), "no text");
        text.append(escaped(next.group(1), next.group(2)));
      }
    }
    return text.toString();
  }

  private static char escaped(@Nullable String hex, @Nullable String letter) throws ForeignRefusal {
    if (hex != null) {
      char control = (char) Integer.parseInt(hex, 16);
      ForeignRefusal.when(SHORT.indexOf(control) >= 0, "an escape that has a shorter one");
      return control;
    }
    char kind = String.valueOf(letter).charAt(0);
    int place = "btnfr".indexOf(kind);
    return place < 0 ? kind : SHORT.charAt(place);
  }

  private boolean takes(Pattern token) {
    boolean found = next.usePattern(token).region(at, text.length()).lookingAt();
    at = found ? next.end() : at;
    return found;
  }

  private boolean takes(char token) {
    boolean found = at < text.length() && text.charAt(at) == token;
    at += found ? 1 : 0;
    return found;
  }
}
