package org.patientvault.internal.jobs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.CosignatureRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/** Holds every line of a witness against its head and the keys that were ever trusted. */
final class CosignatureCheck {
  private final RecordsCheck check;

  CosignatureCheck(RecordsCheck check) {
    this.check = check;
  }

  void run(ReadView snapshot) {
    List<VerifierKey> known =
        snapshot.configs(StateSeal.WITNESSES).stream().flatMap(CosignatureCheck::keys).toList();
    for (LogBooks log : check.places().books()) {
      snapshot.streamCosignatures(log.shard().number(), row -> row(snapshot, row, known));
    }
  }

  private static Stream<VerifierKey> keys(ConfigRow row) {
    try {
      return TrustPolicy.parse(row.body().toArray()).keys().stream();
    } catch (VaultException.InvalidInput e) {
      return Stream.empty(); // told as WITNESSES CHANGED
    }
  }

  private void row(ReadView snapshot, CosignatureRow row, List<VerifierKey> known) {
    check.looked();
    List<VerifierKey> named =
        known.stream().filter(key -> key.toString().equals(row.witness())).distinct().toList();
    Optional<CheckpointRow> head = snapshot.checkpoint(row.shard(), row.size());
    boolean fits =
        head.isPresent()
            && named.size() == 1
            && Cosignature.fits(head.get().note().toArray(), row.line().toArray(), named.get(0));
    if (!fits) {
      check.found("COSIGNATURE CHANGED size=" + row.size() + " place=" + row.place());
    }
  }
}
