package org.patientvault.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.Erasures;

/** Whether erasures are done in time, and whether their certificates are where a restore looks. */
final class ErasureFindings {
  private static final String ABOUT = "erasures";
  private static final String PAGE = "; see docs/erasing-a-patient.md";

  private final Erasures erasures;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private ErasureFindings(Erasures erasures, Instant now) {
    this.erasures = erasures;
    this.now = now;
  }

  static List<Finding> of(Erasures erasures, Instant now) {
    ErasureFindings found = new ErasureFindings(erasures, now);
    found.overdue();
    found.register();
    if (found.findings.isEmpty()) {
      found.findings.add(Finding.ok(ABOUT, found.well()));
    }
    return found.findings;
  }

  /** What is worth a line where nothing else is said. */
  static List<Finding> warnings(Erasures erasures, Instant now) {
    return of(erasures, now).stream().filter(each -> each.level() != Finding.Level.OK).toList();
  }

  private void overdue() {
    long overdue =
        EraseListCommand.lines(erasures).stream().filter(each -> each.isOverdue(now)).count();
    if (overdue > 0) {
      findings.add(
          Finding.warning(
              ABOUT,
              "overdue: " + overdue,
              "run patientvault patient erase run, and let it run every night" + PAGE));
    }
  }

  private void register() {
    if (erasures.register().isPresent()) {
      folder(erasures.register().get());
    } else if (erasures.erased() > 0) {
      findings.add(
          Finding.warning(
              ABOUT,
              "patients were erased, and no register was named",
              "name it by --erasure-register or $PATIENTVAULT_ERASURE_REGISTER" + PAGE));
    }
  }

  private void folder(Path register) {
    if (!Files.isDirectory(register) || !Files.isWritable(register)) {
      findings.add(
          Finding.problem(
              ABOUT,
              "the register is no folder that can be written",
              "bring its disk back, or name a new folder and run patientvault patient erase run,"
                  + " which writes every certificate anew"
                  + PAGE));
      return;
    }
    int missing = erasures.missingCertificates();
    if (missing > 0) {
      findings.add(
          Finding.warning(
              ABOUT,
              "certificates that the register lacks: " + missing,
              "patientvault patient erase run writes them" + PAGE));
    }
  }

  private String well() {
    return "patients erased: "
        + erasures.erased()
        + ", asked for: "
        + erasures.pending().size()
        + ", on hold: "
        + erasures.holds().size();
  }
}
