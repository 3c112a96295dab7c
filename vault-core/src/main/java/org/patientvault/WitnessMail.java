package org.patientvault;

import java.util.List;
import java.util.OptionalLong;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.PolicyWitness;
import org.patientvault.audit.VerifierKey;
import org.patientvault.audit.witness.AddCheckpoint;
import org.patientvault.internal.ledger.WitnessBooks;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Requests to witnesses that somebody carries by hand, and their answers. */
final class WitnessMail {
  private final WitnessBooks books;
  private final List<PolicyWitness> witnesses;

  WitnessMail(Engine engine) {
    this.books = engine.witnessing().books();
    this.witnesses =
        engine
            .witnesses()
            .map(policy -> policy.witnesses(engine.shard().origin()))
            .orElse(List.of());
  }

  byte[] request(String name, OptionalLong oldSize) {
    List<VerifierKey> keys = keysOf(name);
    Checkpoint head =
        books.newest().orElseThrow(() -> new VaultException.NotFound("the log was never signed"));
    long known = oldSize.orElseGet(() -> books.cosignedSize(keys));
    if (known > head.size()) {
      throw new VaultException.Refused(
          "the witness knows " + known + " entries, and the log has " + head.size() + " signed");
    }
    List<Bytes> proof = known == 0 ? List.of() : books.growth(known, head);
    return new AddCheckpoint(known, proof, head.note()).encode();
  }

  private List<VerifierKey> keysOf(String name) {
    List<VerifierKey> keys =
        witnesses.stream()
            .filter(each -> each.name().equals(name))
            .map(PolicyWitness::key)
            .toList();
    if (keys.isEmpty()) {
      throw new VaultException.NotFound(
          "no witness is called so; patientvault audit witness status lists them");
    }
    return keys;
  }

  long add(byte[] request, byte[] answer) {
    Checkpoint head = books.ours(AddCheckpoint.parse(request).note().toArray());
    List<VerifierKey> trusted = witnesses.stream().map(PolicyWitness::key).toList();
    List<Cosignature> lines = Cosignature.verified(head, answer, trusted);
    if (lines.isEmpty()) {
      throw new VaultException.KeyUnavailable(
          "no witness that this vault trusts signed this answer; nothing was kept");
    }
    books.keep(head, lines);
    return head.size();
  }
}
