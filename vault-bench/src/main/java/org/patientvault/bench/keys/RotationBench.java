package org.patientvault.bench.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.patientvault.bench.Report;
import org.patientvault.bench.TemporaryFolder;

/**
 * How long is it until a million patients' keys are wrapped again, and their records sealed again,
 * beside a loop that does nothing else? Arguments: a file for the answers, how many patients, how
 * many records each has, how many rounds.
 *
 * <p>All parties do the whole work once a round, one after the other, the first one in turns.
 */
public final class RotationBench {
  private RotationBench() {}

  public static void main(String[] arguments) throws Exception {
    int patients = Integer.parseInt(arguments[1]);
    int records = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    Report report = new Report("Renewing keys");
    report.say(
        "%,d patients, records of each: %d, %d rounds; each party does the whole work in each"
            + " round. Ratios are the median of each round's ratio.",
        patients, records, rounds);
    try (TemporaryFolder folder = new TemporaryFolder();
        RotatedVault vault = RotatedVault.with(patients, records, folder.path());
        TinkKeysets keysets = TinkKeysets.with(patients, folder.path());
        RawRecords raw = RawRecords.with(patients * records, folder.path())) {
      compare(report, rounds, "Patients' keys wrapped again", vault::rewrap, keysets::rewrap, 3.0);
      compare(report, rounds, "Records sealed again", vault::reencrypt, raw::reencrypt, 0.7);
    }
    Files.writeString(Path.of(arguments[0]), report.toString());
    System.out.print(report);
  }

  /** Does the whole work, and gives how many items it was. */
  private interface Whole {
    long run() throws Exception;
  }

  private static void compare(
      Report report, int rounds, String heading, Whole vault, Whole peer, double goal)
      throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double first = rate(round % 2 == 0 ? vault : peer);
      double second = rate(round % 2 == 0 ? peer : vault);
      ours.add(round % 2 == 0 ? first : second);
      theirs.add(round % 2 == 0 ? second : first);
      ratios.add(ours.get(round) / theirs.get(round));
    }
    report.table(
        heading,
        List.of("per second", "the vault is"),
        List.of(
            new Report.Row(
                "by hand", List.of("%,.0f".formatted(median(theirs)), times(median(ratios)))),
            new Report.Row("vault", List.of("%,.0f".formatted(median(ours)), ""))));
    report.say("Goal at least %.1f×: %s", goal, median(ratios) >= goal ? "met" : "missed");
  }

  private static double rate(Whole work) throws Exception {
    long start = System.nanoTime();
    long items = work.run();
    return items * 1e9 / (System.nanoTime() - start);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  private static String times(double ratio) {
    return "%.2f×".formatted(ratio);
  }
}
