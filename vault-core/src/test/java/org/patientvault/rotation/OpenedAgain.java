package org.patientvault.rotation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.model.Actor;

/** What the log says was opened to be sealed again: more than was sealed, after a crash. */
final class OpenedAgain {
  private static final int AT_ONCE = 100_000;
  private static final Pattern ROWS = Pattern.compile("\"rows\":(\\d+).*\"step\":\"opened\"");

  private OpenedAgain() {}

  static long rows(Vault vault) {
    AuditTrail trail = vault.auditTrail(Actor.of("alex", "auditor"));
    long opened = 0;
    List<AuditLine> lines = trail.entries(0, AT_ONCE);
    for (long from = 0; !lines.isEmpty(); from += AT_ONCE, lines = next(trail, from)) {
      opened += lines.stream().mapToLong(OpenedAgain::rows).sum();
    }
    return opened;
  }

  private static List<AuditLine> next(AuditTrail trail, long from) {
    return from > trail.size() ? List.of() : trail.entries(from, AT_ONCE);
  }

  private static long rows(AuditLine line) {
    if (line.entry().event() != EventCode.REENCRYPT || line.entry().outcome() != Outcome.SUCCESS) {
      return 0;
    }
    Matcher found = ROWS.matcher(line.detail().orElse(""));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
