package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * The public text of an {@code ERASE} entry that tells of a whole patient's erasure: what was
 * destroyed, when, and what remains. Names the patient to nobody who has not the salt too.
 * Immutable. Format: docs/formats/erase-certificate.md.
 *
 * @param origin the log whose pseudonym for the patient stands in the entry
 * @param number counts the vault's erasures from 1
 * @param subject commits to the patient's reference, see {@link #subject}
 * @param told empty in entries that only name the patient's pseudonym in an older log
 */
public record PatientErasure(String origin, long number, Bytes subject, Optional<Told> told) {
  /** How long the salt of {@link #subject} is. */
  public static final int SALT_BYTES = 16;

  private static final int MOST_BYTES = 64 << 10;
  private static final Bytes LABEL = Bytes.wrap("PVep1".getBytes(StandardCharsets.US_ASCII));
  private static final Pattern WORD = Pattern.compile("[a-z-]{1,32}");
  private static final int MOST_KEYS = 900;
  private static final String KIND = "patient";

  /**
   * What was destroyed, and what was left.
   *
   * @param keys digests of the key rows that were destroyed, as the entries name them that made
   *     them; at most 900
   */
  public record Told(
      ErasureGround ground, Instant at, Instant asked, Counts counts, List<Bytes> keys, Left left) {
    public Told {
      keys = List.copyOf(keys);
      if (keys.size() > MOST_KEYS
          || keys.stream().anyMatch(key -> key.size() != MerkleHash.SIZE_BYTES)) {
        throw new IllegalArgumentException("at most " + MOST_KEYS + " keys, by their digests");
      }
    }
  }

  /** How many rows were destroyed. */
  public record Counts(long records, long revisions, long identifiers) {}

  /**
   * What still tells of the patient.
   *
   * @param details of log entries about the patient, by class: they are kept by their own rule
   * @param backups how many that may still hold the patient are known
   * @param backupsUntil when the last of them is to be gone; empty without any
   * @param elsewhere where copies of the bytes may be that the vault does not reach: words of small
   *     letters and hyphens
   */
  public record Left(
      Map<RetentionClass, Long> details,
      long backups,
      Optional<Instant> backupsUntil,
      List<String> elsewhere) {
    public Left {
      EnumMap<RetentionClass, Long> copy = new EnumMap<>(RetentionClass.class);
      copy.putAll(details);
      details = Collections.unmodifiableMap(copy);
      elsewhere = List.copyOf(elsewhere);
      if (!elsewhere.stream().allMatch(each -> WORD.matcher(each).matches())) {
        throw new IllegalArgumentException("a place is a word of small letters and hyphens");
      }
      if ((backups > 0) != backupsUntil.isPresent()) {
        throw new IllegalArgumentException("backups have an end, and no backup has none");
      }
    }
  }

  public PatientErasure {
    if (number < 1 || subject.size() != MerkleHash.SIZE_BYTES) {
      throw new IllegalArgumentException("an erasure without number or patient");
    }
  }

  /** What commits to a patient: SHA-256("PVep1" || salt || reference). */
  public static Bytes subject(PatientRef patient, Bytes salt) {
    if (salt.size() != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes");
    }
    byte[] text = new byte[LABEL.size() + SALT_BYTES + PatientRef.SIZE_BYTES];
    LABEL.copyTo(text, 0);
    salt.copyTo(text, LABEL.size());
    patient.value().copyTo(text, LABEL.size() + SALT_BYTES);
    return Bytes.wrap(MerkleHash.sha256().digest(text));
  }

  /** The canonical text. */
  public byte[] text() {
    JsonMembers members =
        JsonValue.members()
            .put("v", 1L)
            .put("erased", KIND)
            .put("origin", origin)
            .put("number", number)
            .put("subject", subject.hex());
    told.ifPresent(all -> put(members, all));
    return CanonicalJson.write(members.build());
  }

  private static void put(JsonMembers members, Told all) {
    JsonMembers details = JsonValue.members();
    all.left.details.forEach((of, count) -> details.put(of.text(), count));
    JsonMembers backups = JsonValue.members().put("count", all.left.backups);
    all.left.backupsUntil.ifPresent(until -> backups.put("until", until.toString()));
    members
        .put("ground", all.ground.text())
        .put("at", all.at.toString())
        .put("asked", all.asked.toString())
        .put("records", all.counts.records)
        .put("revisions", all.counts.revisions)
        .put("identifiers", all.counts.identifiers)
        .put("keys", JsonValue.ofTexts(all.keys.stream().map(Bytes::hex).toList()))
        .put("details", details.build())
        .put("backups", backups.build())
        .put("elsewhere", JsonValue.ofTexts(all.left.elsewhere));
  }

  /** Whether a text says of itself that it is one; it may still be none. */
  public static boolean claims(byte[] text) {
    try {
      return CanonicalJson.parse(text, MOST_BYTES) instanceof JsonValue.Members read
          && JsonValue.of(KIND).equals(read.members().get("erased"));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return false;
    }
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   */
  public static PatientErasure parse(byte[] text) {
    return JsonFields.read(
        text,
        MOST_BYTES,
        "the text of a patient's erasure, version 1",
        PatientErasure::read,
        PatientErasure::text);
  }

  private static PatientErasure read(JsonFields fields) {
    return new PatientErasure(
        fields.origin("origin"),
        fields.number("number"),
        fields.bytes("subject"),
        fields.has("ground") ? Optional.of(readTold(fields)) : Optional.empty());
  }

  private static Told readTold(JsonFields fields) {
    return new Told(
        ErasureGround.named(fields.text("ground")).orElseThrow(IllegalArgumentException::new),
        fields.time("at"),
        fields.time("asked"),
        new Counts(
            fields.number("records"), fields.number("revisions"), fields.number("identifiers")),
        fields.texts("keys").stream().map(Bytes::fromHex).toList(),
        readLeft(fields));
  }

  private static Left readLeft(JsonFields fields) {
    Map<RetentionClass, Long> details = new EnumMap<>(RetentionClass.class);
    fields.numbers(
        "details",
        (name, count) ->
            details.put(
                RetentionClass.named(name).orElseThrow(IllegalArgumentException::new), count));
    JsonFields backups = fields.object("backups");
    return new Left(
        details,
        backups.number("count"),
        backups.has("until") ? Optional.of(backups.time("until")) : Optional.empty(),
        fields.texts("elsewhere"));
  }
}
