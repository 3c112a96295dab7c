package org.patientvault.audit;

import java.util.Set;
import org.patientvault.model.Bytes;

/** Checks the public payloads: each is what its name says, and is named by an entry. */
final class PayloadCheck {
  private final BundleFiles files;
  private final Set<Bytes> present;
  private final Findings findings;

  PayloadCheck(BundleFiles files, Set<Bytes> present, Findings findings) {
    this.files = files;
    this.present = present;
    this.findings = findings;
  }

  /**
   * Which payloads must be there is only known when the entries are those that were signed, and
   * which must not, when all of them were read.
   */
  void check(Set<Bytes> named, boolean entriesAreSigned, boolean allEntriesRead) {
    for (Bytes sha256 : present.stream().sorted().toList()) {
      String name = TilePath.payload(sha256.hex());
      if (!files.sha256(name).equals(sha256)) {
        findings.add(new Tampering.FileChanged(name, "does not hash to its name"));
      } else if (entriesAreSigned && allEntriesRead && !named.contains(sha256)) {
        findings.add(new Verdict.Refused(name, "no entry names it"));
      }
    }
    named.stream()
        .filter(sha256 -> entriesAreSigned && !present.contains(sha256))
        .sorted()
        .map(sha256 -> files.missing(TilePath.payload(sha256.hex())))
        .forEach(findings::add);
  }
}
