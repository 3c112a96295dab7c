package org.patientvault;

import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonFields;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * How long an erasure waits after it was asked for, and for how long backups are kept. Public:
 * stored and exported in clear, its hash in the log. Immutable.
 *
 * @param coolingOffDays between asking and erasing, 0 to 365
 * @param backupDays after which a backup is to be destroyed, unless it was made with another time;
 *     1 to 3,650
 */
public record ErasureRule(int coolingOffDays, int backupDays) {
  static final String CONFIG = "erasure";
  private static final int MOST_COOLING_OFF = 365;
  private static final int MOST_BACKUP = 3650;
  private static final int MOST_BYTES = 256;

  public ErasureRule {
    if (coolingOffDays < 0 || coolingOffDays > MOST_COOLING_OFF) {
      throw new IllegalArgumentException("an erasure waits for 0 to " + MOST_COOLING_OFF + " days");
    }
    if (backupDays < 1 || backupDays > MOST_BACKUP) {
      throw new IllegalArgumentException("a backup is kept for 1 to " + MOST_BACKUP + " days");
    }
  }

  /** What holds until somebody sets another: a week, and backups for 35 days. */
  public static ErasureRule defaults() {
    return new ErasureRule(7, 35);
  }

  static ErasureRule inForce(ReadView rows) {
    return LoggedText.newest(rows, CONFIG).map(ErasureRule::parse).orElseGet(ErasureRule::defaults);
  }

  Bytes text() {
    return Bytes.wrap(spelled());
  }

  private byte[] spelled() {
    return CanonicalJson.write(
        JsonValue.members()
            .put("coolingOffDays", coolingOffDays)
            .put("backupDays", backupDays)
            .build());
  }

  private static ErasureRule parse(Bytes text) {
    try {
      return JsonFields.read(
          text.toArray(),
          MOST_BYTES,
          "a rule of erasures",
          fields -> new ErasureRule(fields.integer("coolingOffDays"), fields.integer("backupDays")),
          ErasureRule::spelled);
    } catch (VaultException.InvalidInput e) {
      throw new VaultException.Tampered("the rule of erasures is none", e);
    }
  }
}
