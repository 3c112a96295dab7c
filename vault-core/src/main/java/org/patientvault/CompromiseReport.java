package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.KeyLevel;

/**
 * What a compromised key comes to: what was reachable from when to when, and how much of it, for
 * whoever has to report it. Its facts are in the log too, in a public text without names; who asked
 * and why is sealed there. Immutable.
 *
 * @param id 32 hex digits, the same in both of its entries
 * @param slot the id of the slot whose secret was compromised; empty where it was a key
 * @param askedBy the user who told of it first
 * @param discovered when it was told first: the duties count from then
 * @param told the entry that told of it
 * @param done the entry that has this report
 * @param windows the key's own, and those of the levels below, in the order of their renewal
 * @param backups that were made while the key was in use and are not gone: who has one and the key
 *     reads it
 * @param outside for the log's keys: how many entries a witness or a time stamp vouches for; those
 *     behind could have been signed anew by who has the keys
 */
public record CompromiseReport(
    String id,
    KeyLevel level,
    int key,
    String slot,
    String askedBy,
    String reason,
    Instant discovered,
    Moment told,
    Moment done,
    List<Window> windows,
    Counts counts,
    SortedMap<String, Long> accesses,
    List<BackupKeys> backups,
    Optional<Long> outside) {
  public CompromiseReport {
    windows = List.copyOf(windows);
    backups = List.copyOf(backups);
  }

  /** An entry of a log, and its time. */
  public record Moment(String log, long index, Instant time) {
    JsonValue json() {
      return JsonValue.members()
          .put("log", log)
          .put("index", index)
          .put("time", time.toString())
          .build();
    }
  }

  /**
   * When what is under a level was reachable.
   *
   * @param from the entry that made the key
   * @param to the entry that proves that nothing is under it any more; empty while it is not
   */
  public record Window(KeyLevel level, Moment from, Optional<Moment> to) {}

  /**
   * How much was reachable when it was told first.
   *
   * @param patients without whom belongs what has no patient
   * @param identifiers by which patients are found
   * @param byType records by their type
   * @param byClass records that have, in any revision, a value of a class; one may have several
   * @param details of the log's entries, by class of retention
   */
  public record Counts(
      long patients,
      long records,
      long revisions,
      long identifiers,
      SortedMap<String, Long> byType,
      SortedMap<String, Long> byClass,
      SortedMap<String, Long> details) {}

  /** The first window's beginning. */
  public Moment from() {
    return windows.get(0).from();
  }

  /** When the early warning is due: within 24 hours, by NIS 2, Article 23. */
  public Instant earlyWarningDue() {
    return discovered.plus(Duration.ofDays(1));
  }

  /** When the notification is due: within 72 hours, by GDPR, Article 33, and NIS 2, Article 23. */
  public Instant notificationDue() {
    return discovered.plus(Duration.ofDays(3));
  }

  /** Its facts, as the log names them: no name of a person, no reason. */
  public JsonValue json() {
    return CompromiseFacts.done(this);
  }

  /** In plain words, line by line, to be filed. */
  public Stream<String> lines() {
    return new CompromiseText(this).lines();
  }
}
