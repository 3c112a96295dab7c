package org.patientvault.internal.documents;

import java.util.Locale;

/** What a column's values become. */
public enum ColumnType {
  TEXT,
  INTEGER,
  DECIMAL,
  BOOLEAN,
  DATE,
  INSTANT,
  BYTES,
  JSON;

  /** As a mapping spells it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
