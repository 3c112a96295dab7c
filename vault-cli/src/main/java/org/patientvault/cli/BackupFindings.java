package org.patientvault.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.patientvault.BackupKeys;
import org.patientvault.VaultStatus;

/** Whether there is something to put back, and whether backups go when they are due to go. */
final class BackupFindings {
  static final Duration OLD = Duration.ofDays(7);
  private static final String ABOUT = "backups";
  private static final String PAGE = "; see docs/backups.md";
  private static final String MAKE = "patientvault backup FILE, every night" + PAGE;
  private static final int SHORT_ID = 8;
  private static final int MOST_NAMED = 5;

  private BackupFindings() {}

  static List<Finding> of(VaultStatus status, List<BackupKeys> all, Instant now) {
    List<BackupKeys> kept = all.stream().filter(backup -> !backup.gone()).toList();
    List<Finding> findings = new ArrayList<>();
    findings.add(newest(status, kept, now));
    overdue(kept, now).ifPresent(findings::add);
    return findings;
  }

  private static Finding newest(VaultStatus status, List<BackupKeys> kept, Instant now) {
    return kept.stream()
        .filter(BackupKeys::whole)
        .map(BackupKeys::time)
        .max(Instant::compareTo)
        .map(newest -> aged(newest, now))
        .orElseGet(() -> none(status));
  }

  private static Finding aged(Instant newest, Instant now) {
    String words = "the newest is of " + newest + ", " + AnchorFindings.age(newest, now) + " ago";
    return newest.plus(OLD).isBefore(now)
        ? Finding.warning(ABOUT, words, MAKE)
        : Finding.ok(ABOUT, words);
  }

  private static Finding none(VaultStatus status) {
    return status.patients() == 0 && status.records() == 0
        ? Finding.ok(ABOUT, "none; there is no patient yet")
        : Finding.warning(ABOUT, "there is none: what is lost with the disk is lost", MAKE);
  }

  /** One that an earlier version made has no id by which it could be said to be gone. */
  private static Optional<Finding> overdue(List<BackupKeys> kept, Instant now) {
    List<BackupKeys> overdue =
        kept.stream()
            .filter(backup -> !backup.id().isEmpty() && backup.until().isBefore(now))
            .toList();
    return overdue.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                ABOUT,
                "to be destroyed by now: " + overdue.size() + " (" + named(overdue) + ")",
                "destroy every copy, then say patientvault backup destroyed ID" + PAGE));
  }

  private static String named(List<BackupKeys> overdue) {
    String ids =
        overdue.stream()
            .limit(MOST_NAMED)
            .map(backup -> backup.id().substring(0, SHORT_ID))
            .collect(Collectors.joining(", "));
    return overdue.size() > MOST_NAMED ? ids + ", …" : ids;
  }
}
