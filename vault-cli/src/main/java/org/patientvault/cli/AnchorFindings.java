package org.patientvault.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.patientvault.VaultStatus;

/** How old the newest time stamp is. None is no trouble: not every site has an authority. */
final class AnchorFindings {
  private static final Duration OLD = Duration.ofDays(2);
  private static final String ABOUT = "time stamp";

  private AnchorFindings() {}

  static List<Finding> of(VaultStatus status, Instant now) {
    return status
        .newestAnchor()
        .map(newest -> List.of(finding(newest, now)))
        .orElse(
            List.of(
                Finding.ok(
                    ABOUT,
                    "none: who holds the log's keys can date it as he likes; see audit anchor")));
  }

  /** What is worth a line where nothing else is said. */
  static List<Finding> warnings(VaultStatus status, Instant now) {
    return of(status, now).stream().filter(each -> each.level() == Finding.Level.WARNING).toList();
  }

  private static Finding finding(Instant newest, Instant now) {
    String words = "the newest is of " + newest + ", " + age(newest, now) + " ago";
    return newest.plus(OLD).isBefore(now)
        ? Finding.warning(ABOUT, words, "patientvault audit anchor request, once a day")
        : Finding.ok(ABOUT, words);
  }

  /** In days and hours. */
  static String age(Instant newest, Instant now) {
    Duration age = Duration.between(newest, now);
    return age.toDays() > 0 ? age.toDays() + " days" : Math.max(0, age.toHours()) + " hours";
  }
}
