package org.patientvault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.DrillCount;
import org.patientvault.audit.DrillFacts.Done;
import org.patientvault.audit.DrillFacts.Result;
import org.patientvault.audit.DrillReach;
import org.patientvault.audit.DrillStep;
import org.patientvault.model.VaultException;

/** Takes the steps of one drill, times them, and goes on where it can. For one thread. */
final class DrillSteps {
  private final LongSupplier nanoTicker;
  private final Consumer<String> told;
  private final List<Done> done = new ArrayList<>();
  private final Map<DrillCount, Long> counts = new EnumMap<>(DrillCount.class);
  private @Nullable String backup;
  private @Nullable DrillReach reachable;
  private boolean stopped;

  DrillSteps(LongSupplier nanoTicker, Consumer<String> told) {
    this.nanoTicker = nanoTicker;
    this.told = told;
  }

  /** Work that may fail in any way that a vault fails. */
  interface Work {
    void run();
  }

  /** A step without which those behind it cannot be taken. */
  void must(DrillStep step, Work work) {
    stopped |= take(step, work) == Result.FAILED;
  }

  /** A step whose failure keeps no other from being taken. */
  void may(DrillStep step, Work work) {
    take(step, work);
  }

  void count(DrillCount what, long number) {
    counts.put(what, number);
  }

  void backup(String id) {
    backup = id;
  }

  /** Names the backup, once there is one. */
  Optional<String> backup() {
    return Optional.ofNullable(backup);
  }

  void reachable(DrillReach found) {
    reachable = found;
  }

  /** What the key opened, once the copy's keys were renewed. */
  Optional<DrillReach> reachable() {
    return Optional.ofNullable(reachable);
  }

  List<Done> done() {
    return done;
  }

  Map<DrillCount, Long> counts() {
    return counts;
  }

  private Result take(DrillStep step, Work work) {
    if (stopped) {
      return end(new Done(step, Result.SKIPPED, "", 0), "");
    }
    long begun = nanoTicker.getAsLong();
    try {
      work.run();
      return end(new Done(step, Result.OK, "", since(begun)), "");
    } catch (VaultException e) {
      Done failed = new Done(step, Result.FAILED, e.getClass().getSimpleName(), since(begun));
      return end(failed, ": " + e.getMessage());
    }
  }

  private Result end(Done ended, String why) {
    done.add(ended);
    told.accept(ended.result().text() + ": " + ended.step().words() + why);
    return ended.result();
  }

  private long since(long begun) {
    return (nanoTicker.getAsLong() - begun) / 1_000_000;
  }
}
