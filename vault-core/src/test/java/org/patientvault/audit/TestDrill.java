package org.patientvault.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.audit.DrillFacts.Done;
import org.patientvault.audit.DrillFacts.Result;
import org.patientvault.model.Bytes;
import org.patientvault.model.Role;

/** A log that names what a drill came to, the report, and others that are none. */
final class TestDrill {
  private static final String VAULT = "00112233445566778899aabbccddeeff";
  private static final String BACKUP = "8aa5c1d07e2b4f93a6c8d1e0f4b72c55";
  private static final int INDEX = 1;

  final TestLog log = new TestLog();
  final DrillReport report;

  TestDrill() {
    log.add(log.genesis().stamped(Samples.stamp(1)));
    log.add(entry(EventCode.KEY_STATE, Outcome.SUCCESS, passed()).stamped(Samples.stamp(2)));
    log.add(entry(EventCode.KEY_STATE, Outcome.MAJOR_FAILURE, passed()).stamped(Samples.stamp(3)));
    log.add(entry(EventCode.BACKUP, Outcome.SUCCESS, passed()).stamped(Samples.stamp(4)));
    log.add(entry(EventCode.KEY_STATE, Outcome.SUCCESS, failed()).stamped(Samples.stamp(5)));
    log.head = log.sign(log.leaves.size());
    report = report(passed(), INDEX);
  }

  private static EntryBuilder entry(EventCode event, Outcome outcome, DrillFacts facts) {
    return Entry.of(event, outcome)
        .actor(Samples.pattern(16, 1), new Role("admin"))
        .detail(Samples.pattern(32, 4))
        .payload(Bytes.of(MerkleHash.sha256().digest(facts.text())));
  }

  private DrillReport report(DrillFacts facts, int index) {
    return new DrillReport(
        Bytes.wrap(facts.text()),
        new LogProof(
            index,
            Optional.of(Bytes.of(log.leaves.get(index))),
            InclusionProof.of(new ReferenceLog(log.hashes), index, log.leaves.size()).hashes(),
            Bytes.of(log.head)));
  }

  /** That it failed is proven as well. */
  DrillReport failedReport() {
    return report(failed(), 4);
  }

  static DrillFacts passed() {
    return renewed(
        Map.of(DrillCount.PATIENTS, 1_000L, DrillCount.SAMPLED, 20L, DrillCount.RECORDS, 41L),
        Optional.of(reach()),
        List.of(
            new Done(DrillStep.SPACE, Result.OK, "", 1),
            new Done(DrillStep.BACKUP, Result.OK, "", 1_432),
            new Done(DrillStep.SAMPLE, Result.OK, "", 400)));
  }

  static DrillFacts failed() {
    return renewed(
        Map.of(),
        Optional.empty(),
        List.of(
            new Done(DrillStep.CHECK, Result.FAILED, "Tampered", 12),
            new Done(DrillStep.COPY, Result.SKIPPED, "", 0)));
  }

  private static DrillReach reach() {
    DrillReach.Moment made = moment(0, "2025-09-01T06:00:00Z");
    return new DrillReach(
        List.of(
            new DrillReach.Window("patient-wrap", made, moment(31, "2026-03-08T08:00:02.5Z")),
            new DrillReach.Window("patients", made, moment(38, "2026-03-08T08:00:03Z"))),
        1_000,
        2_050,
        3_100,
        1_200,
        new TreeMap<>(Map.of("clinical", 2_050L, "identity", 1_000L, "?", 1L)),
        new TreeMap<>());
  }

  private static DrillReach.Moment moment(long index, String time) {
    return new DrillReach.Moment("vault.example.org/0011/2026", index, Instant.parse(time));
  }

  static DrillFacts renewed(
      Map<DrillCount, Long> counts, Optional<DrillReach> reachable, List<Done> steps) {
    return facts(DrillKind.KEY_COMPROMISE, Optional.of("patient-wrap"), counts, reachable, steps);
  }

  private static DrillFacts facts(
      DrillKind kind, Optional<String> level, Map<DrillCount, Long> counts, List<Done> steps) {
    return facts(kind, level, counts, Optional.empty(), steps);
  }

  private static DrillFacts facts(
      DrillKind kind,
      Optional<String> level,
      Map<DrillCount, Long> counts,
      Optional<DrillReach> reachable,
      List<Done> steps) {
    return new DrillFacts(
        kind,
        VAULT,
        Instant.parse("2026-03-08T08:00:00Z"),
        level,
        kind == DrillKind.LOST_HSM ? Optional.empty() : Optional.of(BACKUP),
        "2026-q3",
        counts,
        reachable,
        steps);
  }

  /** Of {@code sampled} patients' records, opened in {@code millis}. */
  private static DrillFacts sampled(long patients, long sampled, long millis) {
    return facts(
        DrillKind.RESTORE,
        Optional.empty(),
        Map.of(DrillCount.PATIENTS, patients, DrillCount.SAMPLED, sampled),
        List.of(new Done(DrillStep.SAMPLE, Result.OK, "", millis)));
  }

  static List<DrillFacts> all() {
    Done skipped = new Done(DrillStep.SPACE, Result.SKIPPED, "", 0);
    Done locked = new Done(DrillStep.RECOVERY, Result.FAILED, "KeyUnavailable", 3_600_001);
    return List.of(
        passed(),
        failed(),
        facts(DrillKind.LOST_HSM, Optional.empty(), Map.of(), List.of(locked, skipped)),
        sampled(3, 2, 1),
        sampled(2, 2, 7),
        sampled(0, 0, 7),
        sampled(4, 3, 259_200_000L * 3 / 4),
        sampled(4, 3, 259_200_000L * 3 / 4 + 1),
        sampled((1L << 53) - 1, 1, 1));
  }

  static Map<String, String> refusedTexts() {
    String whole = VectorsFile.text(passed().text());
    String bad = VectorsFile.text(failed().text());
    String large = VectorsFile.text(sampled((1L << 53) - 1, 1, 1).text());
    Map<String, String> none = new LinkedHashMap<>();
    none.put("nothing", "{}");
    none.put("another version", whole.replace("\"v\":1,", "\"v\":2,"));
    none.put("one member more", whole.replace("\"vault\"", "\"v1\":1,\"vault\""));
    none.put("another drill", whole.replace("\"key-compromise\"", "\"downtime\""));
    none.put("passed or not", whole.replace("\"passed\":true", "\"passed\":false"));
    none.put("other times", whole.replace("\"millis\":1833", "\"millis\":1832"));
    none.put("another count", whole.replace("\"records\":41", "\"people\":41"));
    none.put("less than none", whole.replace("\"records\":41", "\"records\":-41"));
    none.put("a count twice", whole.replace("\"records\":41", "\"records\":41,\"records\":41"));
    none.put("another step", whole.replace("\"step\":\"space\"", "\"step\":\"coffee\""));
    none.put("a step twice", whole.replace("\"step\":\"backup\"", "\"step\":\"space\""));
    none.put("no step", whole.replaceFirst("\"steps\":\\[.*]", "\"steps\":[]"));
    none.put("why it went well", whole.replace("\"why\":\"\"", "\"why\":\"Tampered\""));
    none.put("not why it failed", bad.replace("\"why\":\"Tampered\"", "\"why\":\"\""));
    none.put("a reason with a name", bad.replace("Tampered", "Anna Meier"));
    none.put("a reason too long", bad.replace("Tampered", "a".repeat(41)));
    none.put("another result", bad.replace("\"failed\"", "\"late\""));
    none.put(
        "time for what was not tried",
        bad.replace("\"millis\":0", "\"millis\":1")
            .replace("\"millis\":12,\"p", "\"millis\":13,\"p"));
    none.put("a seed with a name", whole.replace("\"2026-q3\"", "\"Anna Meier\""));
    none.put("a vault with hyphens", whole.replace("00112233445566", "00112233-45566"));
    none.put("a short id of the backup", whole.replace(BACKUP, BACKUP.substring(2)));
    none.put("no level", whole.replace("\"level\":\"patient-wrap\",\"millis\"", "\"millis\""));
    none.put("another level", whole.replace("patient-wrap", "dr-meier"));
    none.put("a level of another drill", bad.replace("\"key-compromise\"", "\"restore\""));
    none.put(
        "what another drill cannot reach",
        whole
            .replace("\"key-compromise\"", "\"restore\"")
            .replace("\"level\":\"patient-wrap\",\"millis\"", "\"millis\""));
    none.put("no revisions", whole.replace("\"revisions\":3100,", ""));
    none.put("a class with a name", whole.replace("\"clinical\":2050", "\"Anna Meier\":2050"));
    none.put("an entry before the first", whole.replace("\"index\":38", "\"index\":-38"));
    none.put("a log with a space", whole.replace("vault.example.org/0011", "vault example/0011"));
    none.put("a level that is none", whole.replace("\"patients\",\"to\"", "\"patient\",\"to\""));
    none.put("a window more", whole.replace("\"windows\":[", "\"windows\":[1,"));
    none.put("no window", whole.replaceFirst("\"windows\":\\[.*?\\]", "\"windows\":[]"));
    none.put("a zone", whole.replace("08:00:00Z", "09:00:00+01:00"));
    none.put("a time too long", large.replace("\"millis\":1,", "\"millis\":2,"));
    none.put("spaces", whole.replace("{\"at\"", "{ \"at\""));
    return none;
  }

  /** Why each is none. */
  Map<String, String> refused() {
    String whole = VectorsFile.text(report.file());
    Map<String, String> none = new LinkedHashMap<>();
    none.put("another version", whole.replace("report v1", "report v2"));
    none.put("other words", whole.replace("Result: PASSED", "Result: FAILED"));
    none.put("a line of words more", whole.replace("\nResult: ", "\nBy: Anna Meier\nResult: "));
    none.put("an empty line more", whole.replace("\nResult: ", "\n\nResult: "));
    none.put("no empty line", whole.replace("}\n\nc2sp", "}\nc2sp"));
    none.put("no words", whole.replaceFirst("(?s)\n\nDrill .*\n\n\\{", "\n\n{"));
    none.put("another report's entry", VectorsFile.text(report(failed(), INDEX).file()));
    none.put("a report that was not made", VectorsFile.text(report(passed(), 2).file()));
    none.put("another event", VectorsFile.text(report(passed(), 3).file()));
    none.put("no entry", whole.replaceFirst("\nextra [^\n]+\n", "\n"));
    none.put(
        "one signature of two",
        whole.substring(0, whole.lastIndexOf("\n", whole.length() - 2) + 1));
    none.put("bytes behind the end", whole + "\n");
    return none;
  }
}
