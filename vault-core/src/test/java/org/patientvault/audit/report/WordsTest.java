package org.patientvault.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;

/** Both languages say the same things. */
class WordsTest {
  private static Properties texts(Language language) throws IOException {
    Properties texts = new Properties();
    String name = "reports_" + language.tag() + ".properties";
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(Words.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      texts.load(file);
    }
    return texts;
  }

  private static Set<String> numbers(String text) {
    Set<String> numbers = new TreeSet<>();
    Matcher hole = Pattern.compile("\\{([0-9])").matcher(text);
    while (hole.find()) {
      numbers.add(hole.group(1));
    }
    return numbers;
  }

  @Test
  void bothLanguages_haveTheSameKeysAndTheSameValues() throws IOException {
    Properties english = texts(Language.EN);
    Properties french = texts(Language.FR);
    assertThat(french.keySet()).isEqualTo(english.keySet()).hasSizeGreaterThan(500);
    for (String key : english.stringPropertyNames()) {
      assertThat(numbers(french.getProperty(key)))
          .as(key)
          .isEqualTo(numbers(english.getProperty(key)));
    }
  }

  @Test
  void frenchSentences_areNoEnglishOnes() throws IOException {
    Properties french = texts(Language.FR);
    for (String key : french.stringPropertyNames()) {
      assertThat(french.getProperty(key))
          .as(key)
          .doesNotContainPattern("(?i)\\b(the|of|and|was|were|is|are|with|by|which|who)\\b");
    }
  }

  /** A hole that is spelled wrongly would be printed. */
  @Test
  void everyBrace_isPartOfAHole() throws IOException {
    for (Language language : Language.values()) {
      Properties texts = texts(language);
      for (String key : texts.stringPropertyNames()) {
        String rest = texts.getProperty(key).replaceAll("\\{[0-9](:[^/}]*/[^}]*)?}", "");
        assertThat(rest).as(key).doesNotContain("{").doesNotContain("}");
      }
    }
  }

  @Test
  void everyCode_hasWords() {
    for (Language language : Language.values()) {
      Words words = Words.in(language);
      for (EventCode each : EventCode.values()) {
        assertThat(words.has("event." + each)).as(each.name()).isTrue();
      }
      for (Purpose each : Purpose.values()) {
        assertThat(words.has("purpose." + each)).as(each.name()).isTrue();
      }
      for (Confidentiality each : Confidentiality.values()) {
        assertThat(words.has("confidentiality." + each)).as(each.name()).isTrue();
      }
      for (Outcome each : Outcome.values()) {
        assertThat(words.has("outcome." + each.code())).as(each.name()).isTrue();
      }
      for (Question each : Question.values()) {
        assertThat(words.say(each.command() + ".title")).isNotBlank();
        assertThat(words.say(each.command() + ".about")).isNotBlank();
      }
    }
  }

  @Test
  void legalTerms_areTheRightOnes() {
    Words french = Words.in(Language.FR);
    assertThat(french.say("patient.rows")).contains("dossier patient");
    assertThat(french.say("column.purpose")).isEqualTo("finalité");
    assertThat(french.say("btg.title")).startsWith("Bris de glace");
    assertThat(french.say("incident.field.measures")).contains("responsable de traitement");
  }

  @Test
  void words_goWithTheirNumbers() {
    Words english = Words.in(Language.EN);
    Words french = Words.in(Language.FR);
    assertThat(List.of(say(english, 0), say(english, 1), say(english, 2)))
        .containsExactly("0 entries", "1 entry", "2 entries");
    assertThat(List.of(say(french, 0), say(french, 1), say(french, 2)))
        .containsExactly("0 entrée", "1 entrée", "2 entrées");
  }

  private static String say(Words words, int number) {
    Matcher found =
        Pattern.compile(number + " entr(y|ies|ées?)").matcher(words.say("actor.count", number, 5));
    assertThat(found.find()).isTrue();
    return found.group();
  }
}
