package org.patientvault.internal.jobs;

import java.util.Arrays;
import java.util.List;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** Finds jobs. */
public final class JobList {
  private JobList() {}

  /**
   * Every job, the oldest first. A row of no level that there is was put there by somebody: nobody
   * can run it, and it stands in nobody's way.
   */
  public static List<JobRow> all(ReadView rows) {
    return rows.jobs().stream().filter(job -> isLevel(job.kind())).toList();
  }

  private static boolean isLevel(String kind) {
    return Arrays.stream(KeyLevel.values()).anyMatch(level -> level.text().equals(kind));
  }

  /** The job with this id. */
  static JobRow find(ReadView rows, Bytes id) {
    return all(rows).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new VaultException.NotFound("the job " + name(id) + " is gone"));
  }

  /**
   * The job whose id begins with these hex digits; with none, the only one that did not end.
   *
   * @throws VaultException.NotFound when there is none, or more than one
   */
  public static JobRow named(ReadView rows, String prefix) {
    List<JobRow> found =
        all(rows).stream()
            .filter(each -> prefix.isEmpty() ? isOpen(each) : each.id().hex().startsWith(prefix))
            .toList();
    if (found.size() != 1) {
      throw new VaultException.NotFound(
          prefix.isEmpty()
              ? "no job is unfinished"
              : (found.isEmpty() ? "no job has" : found.size() + " jobs have")
                  + " an id that begins with "
                  + prefix);
    }
    return found.get(0);
  }

  /** Whether it did not come to its end. */
  public static boolean isOpen(JobRow job) {
    return !job.state().equals(JobWords.ENDED);
  }

  /** Refuses a second job beside one that did not end. */
  static void checkNoneOpen(ReadView rows) {
    all(rows).stream()
        .filter(JobList::isOpen)
        .findFirst()
        .ifPresent(
            open -> {
              throw new VaultException.Refused(
                  "the job "
                      + name(open.id())
                      + " ("
                      + open.kind()
                      + ") has not ended; run patientvault job resume "
                      + name(open.id())
                      + ", or give it up: patientvault job cancel "
                      + name(open.id()));
            });
  }

  static String name(Bytes id) {
    String hex = id.hex();
    return hex.substring(0, Math.min(8, hex.length()));
  }
}
