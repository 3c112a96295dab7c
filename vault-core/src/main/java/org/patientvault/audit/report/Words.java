package org.patientvault.audit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that reports say, in one language: {@code reports_<tag>.properties} beside this class,
 * in UTF-8.
 *
 * <p>{@code {0}} stands for the first value; {@code {0:entry/entries}} for the word that goes with
 * that number. Values are put in as they are. Safe for use by several threads.
 */
public final class Words {
  private static final Pattern HOLE = Pattern.compile("\\{([0-9])(?::([^/}]*)/([^}]*))?}");

  private final Language language;
  private final Properties texts;

  private Words(Language language, Properties texts) {
    this.language = language;
    this.texts = texts;
  }

  /** The words of a language. */
  public static Words in(Language language) {
    String name = "reports_" + language.tag() + ".properties";
    Properties texts = new Properties();
    try (InputStream file = Words.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new AssertionError("the words of reports are not there: " + name);
      }
      texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Words(language, texts);
  }

  /** Which language it is. */
  public Language language() {
    return language;
  }

  /** Whether there are words under {@code key}. */
  boolean has(String key) {
    return texts.containsKey(key);
  }

  /** The words under {@code key}; what stands there is part of the program. */
  public String say(String key, Object... values) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new AssertionError("no words for " + key);
    }
    Matcher hole = HOLE.matcher(text);
    return hole.replaceAll(found -> Matcher.quoteReplacement(filled(hole, values)));
  }

  private String filled(Matcher hole, Object... values) {
    String value = String.valueOf(values[Integer.parseInt(hole.group(1))]);
    if (hole.group(2) == null) {
      return value;
    }
    return isOne(value) ? hole.group(2) : hole.group(3);
  }

  /** In French nothing is singular too. */
  private boolean isOne(String number) {
    return number.equals("1") || (language == Language.FR && number.equals("0"));
  }

  /** A name of the program's own, such as an event's, in words; as it is where there are none. */
  String name(String kind, String name) {
    return has(kind + "." + name) ? say(kind + "." + name) : name;
  }
}
