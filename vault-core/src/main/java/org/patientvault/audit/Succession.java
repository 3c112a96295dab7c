package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Holds a log's GENESIS against the closed log that the auditor brings. */
final class Succession {
  private static final String PREVIOUS = "previous";

  private final BundleFiles files;
  private final String origin;
  private final Optional<ClosedLog> kept;

  Succession(BundleFiles files, String origin, Optional<ClosedLog> kept) {
    this.files = files;
    this.origin = origin;
    this.kept = kept;
  }

  /**
   * What is to be said.
   *
   * @param genesis the payload that GENESIS names; empty where entries before the auditor's state
   *     were not read
   */
  List<Verdict> verdicts(Optional<Bytes> genesis) {
    if (genesis.isEmpty()) {
      return cannotTell("needs GENESIS: verify without --incremental");
    }
    Optional<byte[]> text = NamedText.of(files, genesis.get());
    try {
      return text.isEmpty()
          ? List.of()
          : verdictsAbout(PreviousLog.of(text.get()), Incident.of(text.get()));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return text.filter(Incident::isClaimedBy).isPresent()
          ? List.of(new Verdict.CannotTell("incident", "is named by GENESIS in another form"))
          : cannotTell("cannot be compared: GENESIS names a text of another form");
    }
  }

  private List<Verdict> cannotTell(String why) {
    return kept.isEmpty() ? List.of() : List.of(new Verdict.CannotTell(PREVIOUS, why));
  }

  private List<Verdict> verdictsAbout(Optional<PreviousLog> named, Optional<Incident> incident) {
    if (named.isEmpty()) {
      return kept.isPresent() && kept.get().isOfOneVaultWith(origin) && !kept.get().isAfter(origin)
          ? broken("GENESIS names no log before it")
          : cannotTell("is of another vault, or of a later log");
    }
    List<Verdict> verdicts = new ArrayList<>();
    incident.ifPresent(each -> verdicts.add(new Verdict.AfterIncident(each)));
    Optional<Verdict> lost = incident.flatMap(each -> lost(named.get(), each));
    Verdict follows = new Verdict.Follows(named.get(), false);
    if (lost.isPresent()) {
      verdicts.add(follows);
      verdicts.add(lost.get());
    } else {
      verdicts.addAll(kept.isEmpty() ? List.of(follows) : compared(named.get(), kept.get()));
    }
    return verdicts;
  }

  /**
   * What the auditor saw, or the log says, that is not in the vault any more: the rest of the log
   * that this one follows, or the whole of a later one that was lost with it.
   */
  private Optional<Verdict> lost(PreviousLog named, Incident incident) {
    return kept.map(known -> new LogFacts(known.origin(), known.size(), known.root()))
        .filter(known -> isAtRisk(known, named))
        .or(() -> incident.lost().filter(head -> isAtRisk(head, named)))
        .map(
            head -> {
              long first = head.origin().equals(named.origin()) ? named.size() : 0;
              return new Verdict.LostByIncident(
                  incident.id(), head.origin(), new IndexRange(first, head.size() - 1));
            });
  }

  private boolean isAtRisk(LogFacts head, PreviousLog named) {
    if (head.origin().equals(named.origin())) {
      return head.size() > named.size();
    }
    ClosedLog log = new ClosedLog(head.origin(), head.size(), head.root(), List.of());
    return log.isOfOneVaultWith(origin) && log.isAfter(named.origin()) && isBesideThis(log);
  }

  /** Later than what this log follows, and neither this one nor one that came after it. */
  private boolean isBesideThis(ClosedLog log) {
    return !log.origin().equals(origin)
        && log.size() > 0
        && !incidentPart(log.origin()).equals(incidentPart(origin));
  }

  private static String incidentPart(String origin) {
    return origin.substring(0, origin.lastIndexOf('/') + 1);
  }

  private List<Verdict> compared(PreviousLog named, ClosedLog known) {
    if (!known.origin().equals(named.origin())) {
      return known.isOfOneVaultWith(origin)
              && known.isAfter(named.origin())
              && !known.isAfter(origin)
          ? broken("GENESIS names " + named.origin())
          : cannotTell("is of " + known.origin() + "; this log follows " + named.origin());
    }
    if (known.size() < named.size()) {
      return cannotTell(
          "has "
              + known.size()
              + " entries, and the log was closed with "
              + named.size()
              + ": verify it as it ended");
    }
    boolean same =
        known.size() == named.size()
            && known.root().equals(named.root())
            && (known.notes().isEmpty() || known.notes().contains(named.note()));
    return same
        ? List.of(new Verdict.Follows(named, true))
        : broken("GENESIS names size=" + named.size() + " note=" + named.note().hex());
  }

  private List<Verdict> broken(String how) {
    ClosedLog known = kept.orElseThrow();
    return known.origin().equals(origin)
        ? cannotTell("is of this very log")
        : List.of(new Tampering.ChainBroken(known.origin(), known.size(), how));
  }
}
