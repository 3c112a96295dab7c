package org.patientvault.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.KeyAge;
import org.patientvault.VaultStatus;

/** Which keys are to be renewed, or soon will be. */
final class KeyAgeFindings {
  private KeyAgeFindings() {}

  static List<Finding> of(VaultStatus status, Instant now) {
    List<Finding> findings = warnings(status, now);
    return findings.isEmpty()
        ? List.of(
            Finding.ok(
                "key age",
                "no key is older than "
                    + status.keyPolicy().maxAge().toDays()
                    + " days, or near it"))
        : findings;
  }

  /** What is worth a line where nothing else is said. */
  static List<Finding> warnings(VaultStatus status, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (KeyAge age : status.keyAges()) {
      if (age.isDue(status.keyPolicy(), now)) {
        findings.add(finding(age, "is to be renewed"));
      } else if (age.isDueSoon(status.keyPolicy(), now)) {
        findings.add(finding(age, "is soon to be renewed"));
      }
    }
    return findings;
  }

  private static Finding finding(KeyAge age, String words) {
    return Finding.warning(
        "key age",
        "the key of " + age.level().text() + " " + words + ": in use since " + age.since(),
        "patientvault key rotate " + age.level().text());
  }
}
