package org.patientvault.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Why a log goes on from one that was never closed: a backup was put back. Stands in the public
 * text that GENESIS names. Immutable. Format: docs/formats/backup.md, "Incident".
 *
 * @param id {@code r} and eight hex digits: part of the log's origin, and of every later one's, so
 *     that a vault that was put back never signs under an origin of the one before
 * @param backup the backup's id
 * @param manifest SHA-256 of the text of its manifest
 * @param taken when the backup was taken
 * @param lost the newest signed head of the vault that was lost, where it was known; entries of it
 *     behind the log that this one follows are gone
 */
public record Incident(
    String id, String backup, Bytes manifest, Instant taken, Optional<LogFacts> lost) {
  private static final Pattern ID = Pattern.compile("r[0-9a-f]{8}");
  private static final Pattern BACKUP = Pattern.compile("[0-9a-f]{32}");
  private static final int MOST_BYTES = 64 << 10;
  private static final String MEMBER = "incident";

  public Incident {
    if (!ID.matcher(id).matches() || !BACKUP.matcher(backup).matches()) {
      throw new IllegalArgumentException(
          "an incident is named by r and eight hex digits, a backup by 32");
    }
  }

  /** As a member of GENESIS's text. */
  public JsonValue json() {
    JsonMembers members =
        JsonValue.members()
            .put("id", id)
            .put("kind", "restore")
            .put("backup", backup)
            .put("manifest", manifest.hex())
            .put("taken", taken.toString());
    lost.ifPresent(head -> members.put("lost", head.json()));
    return members.build();
  }

  /**
   * Reads the text of a GENESIS entry; empty when no incident came before.
   *
   * @throws VaultException.InvalidInput when it is none
   * @throws VaultException.LimitExceeded when it is longer than 65,536 bytes, or nested too deep
   */
  public static Optional<Incident> of(byte[] genesis) {
    return JsonFields.take(
        genesis,
        MOST_BYTES,
        "a text of GENESIS that names an incident as version 1 does",
        fields -> fields.has(MEMBER) ? Optional.of(strict(fields)) : Optional.empty());
  }

  /** Whether a text has an incident, be it one that {@link #of} refuses. */
  static boolean isClaimedBy(byte[] genesis) {
    try {
      return JsonFields.take(
          genesis, MOST_BYTES, "a text that GENESIS names", fields -> fields.has(MEMBER));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return false;
    }
  }

  private static Incident strict(JsonFields fields) {
    Incident read = read(fields.object(MEMBER));
    if (!fields.says(MEMBER, read.json())) {
      throw new IllegalArgumentException("an incident in another spelling");
    }
    return read;
  }

  private static Incident read(JsonFields fields) {
    return new Incident(
        fields.text("id"),
        fields.text("backup"),
        fields.bytes("manifest", MerkleHash.SIZE_BYTES),
        fields.time("taken"),
        fields.has("lost") ? Optional.of(LogFacts.read(fields.object("lost"))) : Optional.empty());
  }
}
