package org.patientvault.audit.report;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Entry;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.Report;
import org.patientvault.audit.Verdict;
import org.patientvault.model.VaultException;

/** Whether the log is complete, at its end too: what a verification says. */
final class CompleteReport extends Maker {
  private static final int MOST_JSON_BYTES = 1 << 20;

  private final ReportBasis.VerifiedLog log;
  private long entries;

  CompleteReport(Scope scope) {
    super(scope);
    log = verified(scope);
  }

  /** What a question about the whole log cannot do without. */
  static ReportBasis.VerifiedLog verified(Scope scope) {
    return scope
        .basis()
        .log()
        .orElseThrow(
            () ->
                new VaultException.InvalidInput(
                    "this question is answered from an exported log that was verified"));
  }

  /** How many time stamps of an outside authority were checked. */
  static long anchors(Scope scope) {
    return verified(scope).verdict().verdicts().stream()
        .filter(Verdict.Verified.class::isInstance)
        .mapToLong(each -> ((Verdict.Verified) each).facts().anchors())
        .sum();
  }

  @Override
  boolean isAbout(Entry entry) {
    return true;
  }

  @Override
  public boolean wantsDetail(Entry entry) {
    return false;
  }

  @Override
  void takeOne(ReportEntry entry) {
    entries++;
  }

  @Override
  void say(Page page) {
    Report verdict = log.verdict();
    page.say("whole", entries);
    boolean outside =
        verdict.verdicts().stream().noneMatch(Verdict.NoOutsideHead.class::isInstance);
    page.say(outside ? "end" : "noEnd");
    page.say(
        log.state().isPresent() ? "state" : "noState",
        log.state().map(AuditorState::size).orElse(0L));
    page.say("never");
    Listing verdicts = listing("verdicts", columns().text("verdict", "meaning", "facts"));
    verdict.verdicts().stream()
        .sorted(Comparator.comparing(CompleteReport::isNotice).thenComparing(CompleteReport::name))
        .forEach(each -> verdicts.row(name(each), meaning(each), facts(each)));
    Listing keys = listing("keys", columns().text("key", "algorithm", "fingerprint"));
    verdict.keys().forEach(key -> keys.row(key.toString(), key.type().label(), key.fingerprint()));
    page.table(verdicts).table(keys);
  }

  /** What is said of the whole comes before what is said of parts. */
  private static boolean isNotice(Verdict verdict) {
    return !(verdict instanceof Verdict.Verified);
  }

  private static String name(Verdict verdict) {
    return verdict.said().name();
  }

  private String meaning(Verdict verdict) {
    return words.name("verdict", name(verdict).replace(' ', '-'));
  }

  private static String facts(Verdict verdict) {
    JsonValue json = CanonicalJson.parse(CanonicalJson.write(verdict.json()), MOST_JSON_BYTES);
    return json instanceof JsonValue.Members members
            && members.members().get("facts") instanceof JsonValue.Members facts
        ? facts.members().entrySet().stream()
            .map(CompleteReport::fact)
            .collect(Collectors.joining(" "))
        : "";
  }

  private static String fact(Map.Entry<String, JsonValue> fact) {
    return fact.getKey()
        + "="
        + (fact.getValue() instanceof JsonValue.Text text
            ? text.text()
            : new String(
                CanonicalJson.write(fact.getValue()), java.nio.charset.StandardCharsets.UTF_8));
  }
}
