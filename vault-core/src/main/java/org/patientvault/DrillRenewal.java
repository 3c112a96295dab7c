package org.patientvault;

import java.util.List;
import java.util.stream.Stream;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** What is done about a key that somebody has: the one place that a drill takes it from. */
final class DrillRenewal {
  private DrillRenewal() {}

  /**
   * What it came to.
   *
   * @param renewed values that were wrapped or sealed again
   * @param stale slots that open the vault no longer
   */
  record Renewed(long renewed, long stale) {}

  static Renewed of(KeyAdministration keys, KeyLevel level, List<Unlock> unlocks) {
    if (level == KeyLevel.ROOT) {
      Stream<SlotInfo> slots = keys.rotateRoot(unlocks).stream();
      long stale = slots.filter(slot -> slot.state().equals("stale")).count();
      List<JobStatus> jobs = keys.jobs();
      return new Renewed(jobs.get(jobs.size() - 1).done(), stale);
    }
    JobStatus job = keys.rotate(level, JobOptions.defaults());
    if (!job.proven()) {
      throw new VaultException.Refused("the keys of the copy were not renewed to the end");
    }
    return new Renewed(job.done(), 0);
  }
}
