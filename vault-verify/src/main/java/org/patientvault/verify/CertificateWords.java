package org.patientvault.verify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.RetentionClass;

/**
 * What a verified certificate of an erasure says, in plain words and for programs.
 *
 * @param met whether enough signed the log for the auditor's policy
 */
record CertificateWords(EraseCertificate certificate, EraseCertificate.Proven proven, boolean met) {
  /** What codes that say where bytes may remain mean; an auditor meets them nowhere else. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "file-system",
          "old blocks, snapshots and copies that a file system or disk keeps below the database",
          "dead-rows",
          "the server's own files, until VACUUM FULL writes its tables anew",
          "statistics",
          "samples that the server's planner keeps, until VACUUM FULL writes pg_statistic anew",
          "write-ahead-log",
          "the server's newest write-ahead log, and its standbys, until these go on",
          "wal-archive",
          "archived write-ahead log and base backups of the server, until these are destroyed");

  private static final String UNKNOWN = "a place that this version knows nothing of; ask the vault";

  List<String> lines() {
    PatientErasure.Told told = proven.told();
    PatientErasure.Counts counts = told.counts();
    List<String> lines = new ArrayList<>();
    lines.add(verdict());
    lines.add("patient: " + certificate.patient() + ", the vault's erasure " + number());
    lines.add("ground: " + told.ground().text() + ", " + words(told.ground()));
    lines.add("asked for: " + time(told.asked()));
    lines.add("live: destroyed at once at " + time(told.at()));
    lines.add(
        "destroyed: "
            + counted(told.keys().size(), "key")
            + ", "
            + counted(counts.records(), "record")
            + " in "
            + counted(counts.revisions(), "revision")
            + ", "
            + counted(counts.identifiers(), "identifier"));
    lines.add("backups: " + backups(told.left()));
    lines.add("log: " + details(told.left()));
    told.left().elsewhere().forEach(code -> lines.add("may remain: " + meaning(code)));
    return lines;
  }

  private String verdict() {
    Checkpoint head = proven.head();
    return (met ? "PROVEN" : "PROVEN, POLICY NOT MET")
        + " origin="
        + head.origin()
        + " index="
        + certificate.proof().index()
        + " size="
        + head.size()
        + head.signedAt().map(at -> " signed=" + at).orElse("");
  }

  private long number() {
    return proven.erasure().number();
  }

  private static String words(ErasureGround ground) {
    return switch (ground) {
      case EXPIRY -> "the time to keep the record was over";
      case REQUEST -> "the person asked for it, and was right to";
      case ORDER -> "a court or an authority ordered it";
      case UNLAWFUL -> "it should never have been kept";
    };
  }

  private static Instant time(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String backups(PatientErasure.Left left) {
    return left.backupsUntil()
        .map(
            until ->
                left.backups()
                    + " may hold the patient, sealed; the erasure register keeps a restore from"
                    + " bringing anybody back; the last is destroyed by "
                    + time(until)
                    + " at the latest")
        .orElse("none is known that holds the patient");
  }

  private static String details(PatientErasure.Left left) {
    List<String> kept = new ArrayList<>();
    left.details().forEach((of, count) -> kept.add(count + " of class " + of.text()));
    return kept.isEmpty()
        ? "no details of entries about the patient remain"
        : "details of entries about the patient remain, as evidence of who looked, for as long as"
            + " the log's own rule says: "
            + String.join(", ", kept);
  }

  /** A code that is unknown may be anything, and is printed only where it looks like one. */
  private static String meaning(String code) {
    String name = code.matches("[a-z][a-z-]{0,40}") ? code : "?";
    return name + ": " + ELSEWHERE.getOrDefault(code, UNKNOWN);
  }

  JsonValue json() {
    PatientErasure.Told told = proven.told();
    JsonMembers details = JsonValue.members();
    for (RetentionClass of : RetentionClass.values()) {
      details.put(of.text(), told.left().details().getOrDefault(of, 0L));
    }
    JsonMembers backups = JsonValue.members().put("count", told.left().backups());
    told.left().backupsUntil().ifPresent(until -> backups.put("until", until.toString()));
    return JsonValue.members()
        .put("verdict", verdict())
        .put("patient", certificate.patient().toString())
        .put("number", number())
        .put("ground", told.ground().text())
        .put("asked", told.asked().toString())
        .put("erased", told.at().toString())
        .put("keys", told.keys().size())
        .put("records", told.counts().records())
        .put("revisions", told.counts().revisions())
        .put("identifiers", told.counts().identifiers())
        .put("details", details.build())
        .put("backups", backups.build())
        .put("mayRemain", JsonValue.ofTexts(told.left().elsewhere()))
        .build();
  }
}
