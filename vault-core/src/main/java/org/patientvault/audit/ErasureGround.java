package org.patientvault.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why details of entries, or a patient, were erased, as a text names it. Part of entry version 1.
 */
public enum ErasureGround {
  /** Their time was over: of details, by the vault's retention rule. */
  EXPIRY,
  /** The person asked for it, and was right to (GDPR Art. 17). */
  REQUEST,
  /** A court or an authority ordered it. */
  ORDER,
  /** They should never have been recorded. */
  UNLAWFUL;

  /** Lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The ground with this name; empty when there is none. */
  public static Optional<ErasureGround> named(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
