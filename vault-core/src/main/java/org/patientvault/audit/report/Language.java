package org.patientvault.audit.report;

import java.util.Locale;
import java.util.Optional;

/** The languages that reports are written in. */
public enum Language {
  /** English. */
  EN,
  /** French. */
  FR;

  /** The IETF tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The language with this tag; empty when there is none. */
  public static Optional<Language> tagged(String tag) {
    for (Language each : values()) {
      if (each.tag().equals(tag)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The locale's language; English where there are no reports in it. */
  public static Language of(Locale locale) {
    return tagged(locale.getLanguage()).orElse(EN);
  }
}
