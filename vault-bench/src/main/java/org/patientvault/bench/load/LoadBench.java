package org.patientvault.bench.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Durable work side by side. Arguments: a file for the answers, then which questions to ask: {@code
 * 1}, {@code 8}, {@code 64}, {@code virtual}, {@code batch}, {@code import}.
 *
 * <p>System properties: {@code rounds} and {@code slice} in milliseconds.
 */
public final class LoadBench {
  private LoadBench() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.getInteger("rounds", 15);
    long slice = Long.getLong("slice", 500);
    List<String> questions = List.of(arguments).subList(1, arguments.length);
    Rotation rotation = new Rotation(rounds, slice);
    Report report = new Report("Durable work", rounds, slice);
    try (DurableReads reads = new DurableReads(rotation)) {
      for (String question : questions) {
        ask(question, reads, report);
      }
    }
    Files.writeString(Path.of(arguments[0]), report.toString());
    System.out.print(report);
    System.exit(0);
  }

  private static void ask(String question, DurableReads reads, Report report) throws Exception {
    switch (question) {
      case "1" -> reads.one(report);
      case "8" -> reads.eight(report);
      case "64" -> reads.sixtyFour(report);
      case "virtual" -> reads.sixtyFourVirtual(report);
      case "batch" -> reads.batches(report);
      default -> throw new IllegalArgumentException("no such question: " + question);
    }
  }
}
