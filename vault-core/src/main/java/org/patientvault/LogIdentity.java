package org.patientvault;

import java.util.Optional;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/** By which public keys each log of a vault is verified. */
final class LogIdentity {
  private LogIdentity() {}

  /**
   * The keys of a log. Those that this process holds, if the log's first entry names them; else
   * what that entry names, once the whole log was held against the head that the vault sealed.
   *
   * @throws VaultException.Tampered when the log is not the one that was written
   */
  static LogVerifierKeys of(Engine engine, Shard log) {
    LogPublicKeys held = LogPublicKeys.of(LogBooks.signer(engine.logKeys()));
    LogPublicKeys named =
        engine.store.read(rows -> named(rows, log.number())).orElseThrow(LogIdentity::gone);
    if (!named.equals(held)) {
      LogBooks books = engine.books().of(log);
      engine.store.readAtLength(
          rows -> {
            books.stream(rows, entry -> false, (index, entry, detail) -> {});
            return true;
          });
    }
    return named.named(log.origin());
  }

  /** What a log's first entry names; empty if that is gone, or was changed. */
  static Optional<LogPublicKeys> named(ReadView rows, int shard) {
    try {
      return LogChain.genesisText(rows, shard).map(text -> LogPublicKeys.read(text.toArray()));
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }

  private static VaultException.Tampered gone() {
    return new VaultException.Tampered(
        "the text that the log's first entry names is gone; run patientvault audit verify"
            + " --records");
  }
}
