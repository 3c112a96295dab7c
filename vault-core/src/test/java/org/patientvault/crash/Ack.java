package org.patientvault.crash;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.patientvault.RecordView;
import org.patientvault.Vault;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/** What a victim says it has done: one line each, before it goes on. */
sealed interface Ack {
  String TYPE = "Observation";

  String line();

  /** The process is up, and goes to work. */
  record Started() implements Ack {
    @Override
    public String line() {
      return "started";
    }
  }

  /** A revision was written; {@code seeds} tell the whole content it has now. */
  record Written(RecordKey key, int revision, Map<String, Long> seeds) implements Ack {
    @Override
    public String line() {
      String content =
          seeds.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining(","));
      return String.join(
          " ", "written", key.patient().toString(), key.id().value(), "" + revision, content);
    }
  }

  /** Values were released under a log entry; {@code asked} tells whether by name or as a whole. */
  record Released(RecordKey key, long logIndex, boolean byName, Set<String> fields) implements Ack {
    static Released of(RecordView view, boolean byName) {
      return new Released(view.key(), view.logIndex(), byName, Content.seeds(view).keySet());
    }

    @Override
    public String line() {
      return String.join(
          " ",
          "released",
          key.patient().toString(),
          key.id().value(),
          "" + logIndex,
          byName ? "named" : "whole",
          String.join(",", fields));
    }
  }

  /** What was asked for did not happen, or may have, and the caller was told so. */
  record Failed(String kind, long millis, String why) implements Ack {
    static Failed of(VaultException e, long millis) {
      return new Failed(e.getClass().getSimpleName(), millis, String.valueOf(e.getMessage()));
    }

    boolean isConflict() {
      return kind.equals("Conflict");
    }

    @Override
    public String line() {
      String ascii = why.replaceAll("[^!-~]+", " ");
      return String.join(" ", "failed", kind, Long.toString(millis), ascii);
    }
  }

  /** Every thread of the process has ended what it did; {@code trouble} is that of signing. */
  record Resting(String trouble) implements Ack {
    static final String NO_TROUBLE = "none";

    static Resting of(Vault vault) {
      return new Resting(vault.signingTrouble().map(Exception::toString).orElse(NO_TROUBLE));
    }

    @Override
    public String line() {
      return "resting " + trouble.replaceAll("[^!-~]+", " ");
    }
  }

  /** A step on a file began or ended: making a vault, copying one, an import. */
  record Step(String what, boolean done, String name) implements Ack {
    @Override
    public String line() {
      return String.join(" ", "step", what, done ? "done" : "begun", name);
    }
  }

  static Ack parse(String line) {
    String[] words = line.split(" ", -1);
    return switch (words[0]) {
      case "started" -> new Started();
      case "written" -> new Written(key(words), Integer.parseInt(words[3]), seeds(words[4]));
      case "released" ->
          new Released(
              key(words), Long.parseLong(words[3]), words[4].equals("named"), set(words[5]));
      case "failed" -> new Failed(words[1], Long.parseLong(words[2]), after(line, 3));
      case "resting" -> new Resting(after(line, 1));
      case "step" -> new Step(words[1], words[2].equals("done"), words[3]);
      default -> throw new AssertionError("not an acknowledgement: " + line);
    };
  }

  private static String after(String line, int words) {
    return line.split(" ", words + 1)[words];
  }

  private static RecordKey key(String[] words) {
    return RecordKey.of(PatientRef.parse(words[1]), TYPE, words[2]);
  }

  private static Map<String, Long> seeds(String text) {
    Map<String, Long> seeds = new TreeMap<>();
    for (String each : text.split(",", -1)) {
      String[] pair = each.split("=", -1);
      seeds.put(pair[0], Long.parseLong(pair[1]));
    }
    return seeds;
  }

  private static Set<String> set(String text) {
    return new TreeSet<>(Arrays.asList(text.split(",", -1)));
  }
}
