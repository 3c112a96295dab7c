package org.patientvault;

import java.util.List;
import org.patientvault.audit.AnchoredNote;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.anchor.TimeStamp;
import org.patientvault.audit.anchor.TokenVerdict;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.AnchorRow;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.VaultException;

/**
 * Keeps a checked time stamp as the answer to the request with its nonce, and says so in the log.
 */
final class AnchorUnit implements Unit<Anchor> {
  private final EntryDraft draft;
  private final TimeStamp stamp;

  AnchorUnit(EntryDraft draft, TimeStamp stamp) {
    this.draft = draft;
    this.stamp = stamp;
  }

  /** An answer that is good in itself, by an authority that counts. */
  static TimeStamp checked(byte[] answer, TsaTrust authorities) {
    TimeStamp stamp = TimeStamp.parse(answer);
    TokenVerdict verdict = stamp.verify(authorities);
    if (verdict instanceof TokenVerdict.Invalid invalid) {
      throw new VaultException.InvalidInput(
          "the time stamp proves nothing: " + invalid.why() + "; nothing was kept");
    }
    if (verdict instanceof TokenVerdict.Untrusted untrusted) {
      throw new VaultException.KeyUnavailable(
          "the time stamp is of an authority that was not named: "
              + untrusted.why()
              + "; nothing was kept");
    }
    return stamp;
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Anchor run(LedgerTransaction transaction) {
    WriteView rows = transaction.rows();
    AnchorRow asked = request(rows, transaction.shard());
    AnchorRow answered = asked.answered(stamp.claimedTime().toEpochMilli(), stamp.sha256());
    rows.putPayload(new PayloadRow(stamp.sha256(), stamp.encoded()));
    rows.deletePendingAnchor(asked);
    rows.insertAnchor(answered);
    transaction.append(
        draft
            .publishing(stamp.sha256())
            .about(new IndexRange(0, asked.size() - 1))
            .with("size", asked.size())
            .with("stamped", stamp.claimedTime().toString()));
    return Anchors.shown(answered);
  }

  private AnchorRow request(WriteView rows, int shard) {
    AnchorRow asked =
        rows.anchors(shard).stream()
            .filter(row -> row.isPending() && stamp.answers(row.nonce()))
            .findFirst()
            .orElseThrow(
                () ->
                    new VaultException.NotFound(
                        "the time stamp answers no request over this log that waits; nothing was"
                            + " kept. If the log was closed since, ask for one over the new log:"
                            + " it covers the closed one too"));
    CheckpointRow checkpoint =
        rows.checkpoint(asked.shard(), asked.size())
            .orElseThrow(
                () -> new VaultException.Tampered("the checkpoint that was to be stamped is gone"));
    if (!AnchoredNote.isCovered(checkpoint.note().toArray(), stamp)) {
      throw new VaultException.Refused(
          "the time stamp is over something else than what was asked for; nothing was kept");
    }
    return asked;
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}
