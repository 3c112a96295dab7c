package org.patientvault.audit;

/**
 * One line of a report, said once: as words for a person, as facts for a program. Verdicts make it.
 */
public final class VerdictLine {
  private final String name;
  private final StringBuilder words;
  private final JsonMembers facts = JsonValue.members();

  private VerdictLine(String name) {
    this.name = name;
    words = new StringBuilder(name);
  }

  static VerdictLine of(String name) {
    return new VerdictLine(name);
  }

  /** Words between facts. */
  VerdictLine say(String text) {
    words.append(text);
    return this;
  }

  /** {@code key=value} */
  VerdictLine add(String key, String value) {
    return say(" " + key + "=").fact(key, value);
  }

  VerdictLine add(String key, long value) {
    return say(" " + key + "=").fact(key, value);
  }

  /** The value alone; the key is for programs. */
  VerdictLine fact(String key, String value) {
    words.append(value);
    facts.put(key, value);
    return this;
  }

  VerdictLine fact(String key, long value) {
    words.append(value);
    facts.put(key, value);
    return this;
  }

  /** The verdict's own words, with which the line begins. */
  public String name() {
    return name;
  }

  /** The words. */
  public String text() {
    return words.toString();
  }

  JsonValue json(ExitCode code) {
    return JsonValue.members()
        .put("verdict", name)
        .put("code", code.code())
        .put("line", text())
        .put("facts", facts.build())
        .build();
  }
}
