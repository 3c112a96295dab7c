package org.patientvault.foreign;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the report of a drill by docs/formats/drill-report.md alone; the words are those of the
 * page's own tables.
 */
public final class ForeignDrill {
  private static final int MOST_BYTES = 147_456;
  private static final int MOST_TEXT = 32_768;
  private static final long DUTY_MILLIS = 259_200_000;
  private static final BigDecimal MOST = BigDecimal.valueOf((1L << 53) - 1);
  private static final String ID = "[0-9a-f]{32}";
  private static final String FIRST = "patientvault-drill-report v1";
  private static final String LEVELS =
      "root|patient-wrap|patients|detail-wrap|index-seal|index-patient|index-record|state-mac|log";

  private final Map<String, String> drills;
  private final Map<String, String> steps;
  private final Map<String, String> counts;

  private ForeignDrill(String page) {
    drills = table(page, "drill");
    steps = table(page, "step");
    counts = table(page, "count");
  }

  /** Reads the tables of the page. */
  public static ForeignDrill ofPage() throws IOException {
    return new ForeignDrill(Files.readString(Path.of("..", "docs", "formats", "drill-report.md")));
  }

  private static Map<String, String> table(String page, String head) {
    Map<String, String> rows = new LinkedHashMap<>();
    String begin = "| " + head + " | words |\n|---|---|\n";
    int at = page.indexOf(begin) + begin.length();
    String body = page.substring(at, page.indexOf("\n\n", at));
    Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.+) \\|$")
        .matcher(body)
        .results()
        .forEach(row -> rows.put(row.group(1), row.group(2)));
    return rows;
  }

  /** What a text says, in the words that a report has of it. */
  public List<String> words(byte[] text) throws ForeignRefusal {
    ForeignMembers all = ForeignMembers.ofVersion1(text, MOST_TEXT);
    Set<String> names =
        new HashSet<>(
            Set.of("at", "counts", "drill", "millis", "passed", "seed", "steps", "v", "vault"));
    String drill = one(all, "drill", drills);
    if (drill.equals("key-compromise")) {
      names.add("level");
    }
    if (all.has("backup")) {
      names.add("backup");
    }
    if (all.has("reachable") && drill.equals("key-compromise")) {
      names.add("reachable");
    }
    all.exactly(names.toArray(String[]::new));
    List<String> words = new ArrayList<>();
    words.add("Drill " + drill + ": " + drills.get(drill));
    all.time("at");
    words.add("Vault " + all.text("vault", ID) + ", begun " + all.text("at", ".*"));
    if (all.has("backup")) {
      words.add("Backup " + all.text("backup", ID));
    }
    if (all.has("level")) {
      words.add("Keys renewed: " + all.text("level", LEVELS));
    }
    new Body(all, words).add();
    return words;
  }

  private static String one(ForeignMembers members, String name, Map<String, String> of)
      throws ForeignRefusal {
    String text = members.text(name, "[a-z-]+");
    ForeignRefusal.when(!of.containsKey(text), "not one of the table");
    return text;
  }

  private static List<String> reachable(ForeignMembers reach) throws ForeignRefusal {
    reach.exactly(
        "byClass", "details", "identifiers", "patients", "records", "revisions", "windows");
    List<String> lines = new ArrayList<>();
    for (Object each : reach.items("windows")) {
      ForeignMembers window = ForeignMembers.of(each).exactly("from", "level", "to");
      lines.add(
          ("Reachable: " + window.text("level", LEVELS))
              + (" from " + entry(window.object("from")) + " to " + entry(window.object("to"))));
    }
    ForeignRefusal.when(lines.isEmpty() || lines.size() > 16, "no windows");
    lines.add(
        ("Reachable patients: " + reach.number("patients"))
            + (", identifiers: " + reach.number("identifiers")));
    lines.add(
        ("Reachable records: " + reach.number("records"))
            + (" in " + reach.number("revisions") + " revisions"));
    lines.add("Records by class: " + classes(reach.object("byClass")));
    lines.add("Details of the log by class: " + classes(reach.object("details")));
    return lines;
  }

  private static String entry(ForeignMembers entry) throws ForeignRefusal {
    entry.exactly("index", "log", "time").time("time");
    String log = entry.text("log", "[\\x21-\\x7e]{1,255}");
    return entry.text("time", ".*") + " (entry " + entry.number("index") + " of " + log + ")";
  }

  private static String classes(ForeignMembers numbers) throws ForeignRefusal {
    List<String> counts = new ArrayList<>();
    for (String name : numbers.all().keySet()) {
      ForeignRefusal.when(!name.matches("[a-z][a-z0-9-]{0,62}|[?]"), "no class");
      counts.add(name + " " + numbers.number(name));
    }
    ForeignRefusal.when(counts.size() > 100, "too many classes");
    return counts.isEmpty() ? "none" : String.join(", ", counts);
  }

  /** The steps and counts of one text, and what follows from them. */
  private final class Body {
    private final ForeignMembers all;
    private final List<String> words;
    private final Set<String> taken = new HashSet<>();
    private boolean ok = true;
    private long millis;
    private long sampling;

    Body(ForeignMembers all, List<String> words) {
      this.all = all;
      this.words = words;
    }

    void add() throws ForeignRefusal {
      List<String> lines = new ArrayList<>();
      for (Object each : all.items("steps")) {
        lines.add(step(ForeignMembers.of(each).exactly("millis", "result", "step", "why")));
      }
      ForeignRefusal.when(lines.isEmpty() || millis != all.number("millis"), "not these steps");
      lines.addAll(counted());
      if (all.has("reachable")) {
        lines.addAll(reachable(all.object("reachable")));
      }
      BigDecimal time = time();
      ForeignRefusal.when(time.compareTo(MOST) > 0, "a time too long");
      boolean inTime = time.compareTo(BigDecimal.valueOf(DUTY_MILLIS)) <= 0;
      ForeignRefusal.when(all.flag("passed") != (ok && inTime), "passed or not");
      words.add("Result: " + (ok && inTime ? "PASSED" : "FAILED"));
      words.addAll(lines);
      words.add("Patients were drawn by the seed " + all.text("seed", "[A-Za-z0-9._-]{1,64}"));
      words.add("All steps together took " + seconds(BigDecimal.valueOf(millis)) + " s");
      if (isSample()) {
        words.add("With the records of every patient it would be about " + seconds(time) + " s");
      }
      words.add((inTime ? "That is within" : "That is MORE than") + " the 72 h (259200 s)");
    }

    private String step(ForeignMembers step) throws ForeignRefusal {
      String name = one(step, "step", steps);
      ForeignRefusal.when(!taken.add(name), "a step twice");
      String result = step.text("result", "ok|failed|skipped");
      long took = step.number("millis");
      String why = step.text("why", result.equals("failed") ? "[A-Za-z]{1,40}" : "");
      ForeignRefusal.when(result.equals("skipped") && took != 0, "time for nothing");
      ok &= result.equals("ok");
      millis += took;
      sampling += name.equals("sample") ? took : 0;
      String timed = steps.get(name) + ", " + seconds(BigDecimal.valueOf(took)) + " s";
      return switch (result) {
        case "ok" -> "- ok: " + timed;
        case "failed" -> "- FAILED (" + why + "): " + timed;
        default -> "- not tried: " + steps.get(name);
      };
    }

    private List<String> counted() throws ForeignRefusal {
      ForeignMembers numbers = all.object("counts");
      ForeignRefusal.when(!counts.keySet().containsAll(numbers.all().keySet()), "no such count");
      List<String> lines = new ArrayList<>();
      for (Map.Entry<String, String> count : counts.entrySet()) {
        if (numbers.has(count.getKey())) {
          lines.add("- " + count.getValue() + ": " + numbers.number(count.getKey()));
        }
      }
      return lines;
    }

    private long count(String name) throws ForeignRefusal {
      ForeignMembers numbers = all.object("counts");
      return numbers.has(name) ? numbers.number(name) : 0;
    }

    private boolean isSample() throws ForeignRefusal {
      return 0 < count("sampled") && count("sampled") < count("patients");
    }

    private BigDecimal time() throws ForeignRefusal {
      BigDecimal own = BigDecimal.valueOf(millis);
      if (!isSample()) {
        return own;
      }
      BigDecimal sampled = BigDecimal.valueOf(count("sampled"));
      BigDecimal others = BigDecimal.valueOf(count("patients")).subtract(sampled);
      return BigDecimal.valueOf(sampling)
          .multiply(others)
          .divide(sampled, 0, RoundingMode.HALF_UP)
          .add(own);
    }

    private static String seconds(BigDecimal millis) {
      return millis.movePointLeft(3).setScale(3, RoundingMode.UNNECESSARY).toPlainString();
    }
  }

  /** Reads and checks a report: its words. */
  public List<String> read(byte[] file, byte[] policy)
      throws ForeignRefusal, GeneralSecurityException {
    ForeignRefusal.when(file.length > MOST_BYTES, "too long");
    String[] parts = new String(file, StandardCharsets.ISO_8859_1).split("\n\n", 4);
    ForeignRefusal.when(parts.length < 4 || !parts[0].equals(FIRST), "not a report");
    byte[] text = parts[2].getBytes(StandardCharsets.ISO_8859_1);
    List<String> words = words(text);
    ForeignRefusal.when(!String.join("\n", words).equals(parts[1]), "not the words of its text");
    ForeignProof.read(parts[3]).check("KEY_STATE", text, policy);
    return words;
  }
}
