package org.patientvault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.PolicyWitness;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.ledger.WitnessBooks;
import org.patientvault.internal.store.ReadView;

/**
 * How far the witnesses of a vault's log have come.
 *
 * @param witnesses in the order of the policy; none when nobody is trusted
 * @param quorumSize the newest head known here that enough of them cosigned; 0 when there is none
 * @param shortSince when the first head beyond that one was signed; empty while there is none, or
 *     nobody has to cosign
 * @param overdue whether that is longer ago than it should be: 15 minutes, or 8 days where a
 *     witness's requests are carried by hand
 */
public record WitnessStatus(
    List<WitnessInfo> witnesses, long quorumSize, Optional<Instant> shortSince, boolean overdue) {
  private static final Duration ASKED = Duration.ofMinutes(15);
  private static final Duration CARRIED = Duration.ofDays(8);

  /** Of these cosigned heads one is looked for that met the quorum. */
  private static final int LOOKED_AT = 200;

  public WitnessStatus {
    witnesses = List.copyOf(witnesses);
  }

  static WitnessStatus none() {
    return new WitnessStatus(List.of(), 0, Optional.empty(), false);
  }

  /**
   * @param policy the log's own keys and its witnesses
   */
  static WitnessStatus of(
      ReadView rows, int shard, TrustPolicy policy, List<WitnessInfo> witnesses, Instant now) {
    long quorum = quorumSize(rows, shard, policy);
    Optional<Instant> since =
        rows.signedBeyond(shard, quorum)
            .map(Instant::ofEpochMilli)
            .filter(any -> !witnesses.isEmpty());
    boolean carried = witnesses.stream().anyMatch(each -> each.url().isEmpty());
    Duration patience = carried ? CARRIED : ASKED;
    boolean overdue = since.filter(at -> at.plus(patience).isBefore(now)).isPresent();
    return new WitnessStatus(witnesses, quorum, since, overdue);
  }

  private static long quorumSize(ReadView rows, int shard, TrustPolicy policy) {
    for (long size : rows.cosignedSizes(shard, LOOKED_AT)) {
      boolean met =
          rows.checkpoint(shard, size)
              .map(row -> policy.isMetBy(policy.open(WitnessBooks.note(rows, row))))
              .orElse(false);
      if (met) {
        return size;
      }
    }
    return 0;
  }

  static WitnessInfo info(
      ReadView rows,
      int shard,
      TrustPolicy policy,
      PolicyWitness witness,
      Optional<String> trouble) {
    VerifierKey key = witness.key();
    long size = rows.cosignedSize(shard, key.toString());
    Optional<Instant> at =
        rows.checkpoint(shard, size)
            .map(row -> policy.open(WitnessBooks.note(rows, row)))
            .flatMap((Checkpoint head) -> head.signedAt(key));
    return new WitnessInfo(witness.name(), key.toString(), witness.url(), size, at, trouble);
  }
}
