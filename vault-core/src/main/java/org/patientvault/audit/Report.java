package org.patientvault.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * What a verification found: lines for a person and the same facts as JSON.
 *
 * @param verdicts worst first
 * @param evidence notes that contradict each other, for keeping; empty unless something forked or
 *     was rolled back
 */
public record Report(
    List<Verdict> verdicts,
    List<VerifierKey> keys,
    List<Bytes> evidence,
    Optional<AuditorState.MerkleTreeState> tree,
    Optional<EntriesSeen> seen) {
  public Report {
    verdicts =
        verdicts.stream()
            .sorted(Comparator.comparing(Verdict::code, Comparator.reverseOrder()))
            .toList();
    keys = List.copyOf(keys);
    evidence = List.copyOf(evidence);
  }

  /** This report with findings of other checks: the worst of all decides. */
  public Report with(List<? extends Verdict> more) {
    List<Verdict> all = new ArrayList<>(verdicts);
    all.addAll(more);
    return new Report(all, keys, evidence, tree, seen);
  }

  /** The worst of all verdicts: 3 over 2 over 1 over 4 over 0. */
  public ExitCode exitCode() {
    return verdicts.stream().map(Verdict::code).reduce(ExitCode.VERIFIED, ExitCode::worse);
  }

  /** True when everything was verified, with or without the policy being met. */
  boolean isGood() {
    return exitCode() == ExitCode.VERIFIED || exitCode() == ExitCode.POLICY_NOT_MET;
  }

  /** One summary line, the findings, then the keys that were relied on. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    boolean good = isGood();
    verdicts.stream()
        .filter(verdict -> good || !(verdict instanceof Verdict.Verified))
        .forEach(verdict -> lines.add(verdict.line()));
    keys.forEach(
        key -> lines.add("KEY " + key + " " + key.type().label() + " sha256=" + key.fingerprint()));
    return lines;
  }

  /** The same as canonical JSON, one line. */
  public byte[] json() {
    List<JsonValue> keyFacts =
        keys.stream()
            .map(
                key ->
                    (JsonValue)
                        JsonValue.members()
                            .put("name", key.name())
                            .put("id", key.keyIdHex())
                            .put("type", key.type().label())
                            .put("sha256", key.fingerprint())
                            .build())
            .toList();
    return CanonicalJson.write(
        JsonValue.members()
            .put("code", exitCode().code())
            .put("verdicts", JsonValue.of(verdicts.stream().map(Verdict::json).toList()))
            .put("keys", JsonValue.of(keyFacts))
            .build());
  }

  /**
   * What to bring to the next verification; empty unless everything was verified, with or without
   * the policy being met.
   */
  public Optional<AuditorState> state(Instant checkedAt, String tool) {
    return tree.filter(verified -> isGood())
        .map(verified -> new AuditorState(verified, seen, checkedAt, tool));
  }
}
