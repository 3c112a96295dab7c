package org.patientvault.verify;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Verdict;

/** What an auditor does next about a bad verdict, in one line; docs/auditing.md says more. */
public final class VerdictHint {
  private static final String AGAIN = "a damaged copy looks the same: verify a new export; ";
  private static final String KEEP = "keep this bundle, then verify a new export; ";

  private static final Map<String, String> HINTS =
      Map.ofEntries(
          Map.entry(
              "POLICY NOT MET", "the log is whole; the lines below say what you ask for and miss"),
          Map.entry("SIGNATURE MISSING", "verify a new export, made after the log was signed"),
          Map.entry("WITNESS", "verify an export made after more witnesses signed"),
          Map.entry("REFUSED", "nobody signed for that file: take it out, and verify again"),
          Map.entry("CANNOT TELL", "copy the bundle again, or ask for a new export"),
          Map.entry("UNKNOWN KEY", "is it the right policy? it does not hold who signed this log"),
          Map.entry("EDITED", KEEP + "an entry was changed after it was signed"),
          Map.entry("CHANGED", AGAIN + "entries or files are not what was signed"),
          Map.entry("REORDERED", KEEP + "entries stand in each other's places"),
          Map.entry("TRUNCATED", "is there a newer bundle? if not, entries were cut from the end"),
          Map.entry("ROLLED BACK", KEEP + "an older log was put in the place of a newer one"),
          Map.entry("CHAIN BROKEN", KEEP + "it does not go on from the log you know"),
          Map.entry("FORKED", "keep bundle, state and --evidence: history was written again"),
          Map.entry("BAD SIGNATURE", AGAIN + "somebody without the keys changed the head"),
          Map.entry("MALFORMED", KEEP + "an entry was signed that the format forbids"),
          Map.entry("ENTRIES LOST", "ask which server failed then: an older state took its place"),
          Map.entry("LOST", "ask for the database that was lost when the backup was put back"),
          Map.entry("BACKDATED", KEEP + "an entry says it is older than it can be"),
          Map.entry("CLOCK", "that node's clock was wrong: ask for its time source"),
          Map.entry("ANCHOR INVALID", AGAIN + "a time stamp proves nothing"),
          Map.entry("ANCHOR UNTRUSTED TSA", "name its authority: --tsa FILE.pem, got by hand"),
          Map.entry("ANCHOR GAP", "ask why no time stamp was got in that time"),
          Map.entry("SEAL MISMATCH", KEEP + "an entry is not of the node in whose name it stands"),
          Map.entry("SEAL MISSING", KEEP + "entries stand in a node's name that it never signed"),
          Map.entry("SILENCE", "ask what happened on that node; --silence sets another time"),
          Map.entry("BTG OPEN", "have it reviewed: patientvault audit review record"),
          Map.entry(
              "ONE PERSON", "ask who did that, and why no other administrator had approved it"),
          Map.entry("DETAIL CHANGED", KEEP + "believe the entry, not the name beside it"),
          Map.entry("DETAIL MISSING", KEEP + "names are gone that nobody had a right to erase"),
          Map.entry(
              "NOT ERASED", "run patientvault audit expire again; ask which copy was put back"),
          Map.entry("GAP", KEEP + "events were counted that the log does not have"));

  private VerdictHint() {}

  /** One for each kind of bad verdict, in the order of the verdicts. */
  public static List<String> of(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.code() != ExitCode.VERIFIED)
        .map(verdict -> HINTS.get(verdict.said().name()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
