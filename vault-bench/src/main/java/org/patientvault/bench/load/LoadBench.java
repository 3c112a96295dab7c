package org.patientvault.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.patientvault.bench.Report;

/**
 * Durable work side by side. Arguments: a file for the answers, then which questions to ask: {@code
 * 1}, {@code 8}, {@code 64}, {@code virtual}, {@code postgres}, {@code nodes}, {@code batch},
 * {@code import}.
 *
 * <p>System properties: {@code rounds}, and {@code slice} in milliseconds.
 */
public final class LoadBench {
  private final int rounds = Integer.getInteger("rounds", 15);
  private final long sliceMillis = Long.getLong("slice", 500);
  private final Report report = new Report("Durable work, side by side");

  private LoadBench() throws IOException {
    report.say(
        "%d rounds of %d ms slices in random order, after %d rounds of warm-up. Items per second"
            + " are medians, ratios the median of each round's ratio.",
        rounds, sliceMillis, Rotation.WARM_UP_ROUNDS);
  }

  public static void main(String[] arguments) throws Exception {
    LoadBench bench = new LoadBench();
    List<String> questions = List.of(arguments).subList(1, arguments.length);
    bench.reads(
        questions.stream()
            .filter(question -> !Set.of("import", "nodes").contains(question))
            .toList());
    if (questions.contains("nodes")) {
      bench.nodes();
    }
    if (questions.contains("import")) {
      bench.imports();
    }
    Files.writeString(Path.of(arguments[0]), bench.report.toString());
    System.out.print(bench.report);
  }

  private void reads(List<String> questions) throws Exception {
    if (questions.isEmpty()) {
      return;
    }
    try (DurableReads reads = new DurableReads(new Rotation(rounds, sliceMillis))) {
      for (String question : questions) {
        ask(question, reads);
      }
    }
  }

  private void ask(String question, DurableReads reads) throws Exception {
    switch (question) {
      case "1" -> reads.one(report);
      case "8" -> reads.eight(report);
      case "64" -> reads.sixtyFour(report);
      case "virtual" -> reads.sixtyFourVirtual(report);
      case "postgres" -> reads.onPostgres(report);
      case "batch" -> reads.batches(report);
      default -> throw new IllegalArgumentException("no such question: " + question);
    }
  }

  private void nodes() throws Exception {
    try (SeveralNodes nodes = new SeveralNodes(sliceMillis)) {
      nodes.run(report, new Rotation(rounds, sliceMillis));
    }
  }

  private void imports() throws Exception {
    try (DurableImport imports = new DurableImport()) {
      imports.run(report, rounds);
    }
  }
}
