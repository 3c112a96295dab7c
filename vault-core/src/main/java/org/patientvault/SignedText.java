package org.patientvault;

import org.patientvault.audit.LogProof;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** A public text that the log names, and with the log's signature is signed. */
final class SignedText {
  private SignedText() {}

  /**
   * Appends {@code draft}, which names the text, signs the log, and proves the entry.
   *
   * @throws VaultException.StorageFailed when the log cannot be signed
   */
  static LogProof publish(Engine engine, Bytes text, EntryDraft draft) {
    PublishedTextUnit.Place place = engine.ledger.commit(new PublishedTextUnit(text, draft));
    engine.publishing.now();
    return engine.store.readAtLength(
        rows -> {
          LogHeadRow head = rows.logHead(place.shard()).orElseThrow();
          Shard log = new Shard(head.shard(), head.origin());
          return engine
              .books()
              .of(log)
              .proof(rows, place.index())
              .orElseThrow(
                  () ->
                      new VaultException.StorageFailed(
                          "the log could not be signed, so this cannot be; see patientvault"
                              + " status"));
        });
  }
}
