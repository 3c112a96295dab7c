package org.patientvault;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.DrillReach;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** Renews the keys of a drill's copy, by the acts that an administrator would use in earnest. */
final class DrillRenewal {
  private static final String REASON = "a drill on a copy; nobody is known to have a key";

  private DrillRenewal() {}

  /**
   * What it came to.
   *
   * @param renewed values that were wrapped or sealed again
   * @param stale slots that open the vault no longer
   * @param reachable of a key that was told as compromised
   */
  record Renewed(long renewed, long stale, Optional<DrillReach> reachable) {}

  /** Another root, and no more: who lost the key, and did not find that somebody has it. */
  static Renewed root(KeyAdministration keys, List<Unlock> unlocks) {
    long stale = stale(keys.rotateRoot(unlocks));
    List<JobStatus> jobs = keys.jobs();
    return new Renewed(jobs.get(jobs.size() - 1).done(), stale, Optional.empty());
  }

  /** The act itself, of the key of {@code level} that is in use. */
  static Renewed of(Administration copy, KeyLevel level, List<Unlock> unlocks) {
    int before = copy.keys().jobs().size();
    CompromiseReport report =
        copy.keys().compromise(level, 0, REASON, unlocks, JobOptions.defaults());
    long renewed = copy.keys().jobs().stream().skip(before).mapToLong(JobStatus::done).sum();
    return new Renewed(renewed, stale(copy.slots()), Optional.of(reach(report)));
  }

  private static long stale(List<SlotInfo> slots) {
    return slots.stream().filter(slot -> slot.state().equals("stale")).count();
  }

  private static DrillReach reach(CompromiseReport report) {
    CompromiseReport.Counts counts = report.counts();
    return new DrillReach(
        report.windows().stream().map(DrillRenewal::window).toList(),
        counts.patients(),
        counts.records(),
        counts.revisions(),
        counts.identifiers(),
        counts.byClass(),
        counts.details());
  }

  private static DrillReach.Window window(CompromiseReport.Window window) {
    CompromiseReport.Moment to =
        window
            .to()
            .orElseThrow(
                () ->
                    new VaultException.Refused("the keys of the copy were not renewed to the end"));
    return new DrillReach.Window(window.level().text(), moment(window.from()), moment(to));
  }

  private static DrillReach.Moment moment(CompromiseReport.Moment moment) {
    return new DrillReach.Moment(moment.log(), moment.index(), moment.time());
  }
}
