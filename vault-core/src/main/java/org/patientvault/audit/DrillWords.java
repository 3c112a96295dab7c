package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a drill came to, for a person. Part of the drill report, version 1: never changed. */
final class DrillWords {
  private final DrillFacts facts;

  DrillWords(DrillFacts facts) {
    this.facts = facts;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Drill " + facts.drill().text() + ": " + facts.drill().words());
    lines.add("Vault " + facts.vault() + ", begun " + facts.at());
    facts.backup().ifPresent(id -> lines.add("Backup " + id));
    facts.level().ifPresent(name -> lines.add("Keys renewed: " + name));
    lines.add("Result: " + (facts.passed() ? "PASSED" : "FAILED"));
    facts.steps().forEach(each -> lines.add(line(each)));
    facts.counts().forEach((count, number) -> lines.add("- " + count.words() + ": " + number));
    facts.reachable().ifPresent(found -> found.words().forEach(lines::add));
    lines.add("Patients were drawn by the seed " + facts.seed());
    lines.add("All steps together took " + seconds(facts.millis()) + " s");
    facts
        .millisForAll()
        .ifPresent(
            all ->
                lines.add(
                    "With the records of every patient it would be about " + seconds(all) + " s"));
    lines.add((facts.isInTime() ? "That is within" : "That is MORE than") + " the 72 h (259200 s)");
    return lines;
  }

  private static String line(DrillFacts.Done done) {
    String words = done.step().words();
    return switch (done.result()) {
      case OK -> "- ok: " + words + ", " + seconds(done.millis()) + " s";
      case FAILED ->
          "- FAILED (" + done.why() + "): " + words + ", " + seconds(done.millis()) + " s";
      case SKIPPED -> "- not tried: " + words;
    };
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
  }
}
