package org.patientvault.audit.report;

import java.util.Optional;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.PatientErasure;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What the public text of an erasure's entry says, in the cells of a row.
 *
 * @param certificate the number of the patient's erasure; empty of every other
 * @param takesDetails whether details of the log are gone by it
 */
record ErasureWords(
    String ground, String destroyed, String remains, String certificate, boolean takesDetails) {
  private static final ErasureWords NONE = new ErasureWords("", "", "", "", true);

  /** Empty cells where there is no text, or one that a later version wrote. */
  static ErasureWords of(Words words, ReportEntry entry) {
    Optional<Bytes> text = entry.text();
    if (text.isEmpty()) {
      return NONE;
    }
    byte[] bytes = text.get().toArray();
    try {
      return PatientErasure.claims(bytes)
          ? ofPatient(words, PatientErasure.parse(bytes))
          : ofDetails(words, ErasureOrder.parse(bytes));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return NONE;
    }
  }

  private static ErasureWords ofDetails(Words words, ErasureOrder order) {
    return new ErasureWords(
        order.ground().text(), words.say("erasures.details", order.count()), "", "", true);
  }

  private static ErasureWords ofPatient(Words words, PatientErasure erasure) {
    return erasure
        .told()
        .map(
            told ->
                new ErasureWords(
                    told.ground().text(),
                    destroyed(words, told),
                    remains(words, told.left()),
                    String.valueOf(erasure.number()),
                    false))
        .orElseGet(() -> new ErasureWords("", words.say("erasures.samePatient"), "", "", false));
  }

  private static String destroyed(Words words, PatientErasure.Told told) {
    PatientErasure.Counts counts = told.counts();
    return words.say(
        "erasures.data",
        counts.records(),
        counts.revisions(),
        counts.identifiers(),
        told.keys().size());
  }

  private static String remains(Words words, PatientErasure.Left left) {
    long details = left.details().values().stream().mapToLong(Long::longValue).sum();
    return left.backupsUntil()
        .map(
            until ->
                words.say(
                    "erasures.leftAndBackups", details, left.backups(), EntryWords.time(until)))
        .orElseGet(() -> words.say("erasures.details", details));
  }
}
