package org.patientvault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Puts a new version of policy, schema, witnesses or administrators in force, if they agreed to it;
 * its text is public, its hash in the entry. Gives the version.
 */
final class ConfigUnit implements Unit<Integer> {
  private final Engine engine;
  private final EntryDraft draft;
  private final String kind;
  private final Bytes body;
  private final Asked asked;

  /** What two administrators have to agree to, and the request in which they did. */
  record Asked(RequestKind as, Map<String, String> parameters, Optional<String> request) {
    /** To put {@code text} in force. */
    static Asked toInstall(RequestKind as, byte[] text, Optional<String> request) {
      return new Asked(as, RequestParameters.text(Bytes.of(text)), request);
    }
  }

  ConfigUnit(Engine engine, EntryDraft draft, String kind, byte[] body, Asked asked) {
    this.engine = engine;
    this.asked = asked;
    this.draft = draft;
    this.kind = kind;
    this.body = Bytes.of(body);
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Integer run(LedgerTransaction transaction) {
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    EntryDraft agreed =
        Approval.demand(engine, transaction, asked.as, asked.parameters, asked.request, draft);
    StateRow before = transaction.state();
    int version = 1 + inForce(before, transaction);
    PayloadRow payload = Founding.payload(body);
    long at =
        transaction.append(
            agreed.publishing(payload.sha256()).with("kind", kind).with("version", (long) version));
    transaction.rows().putPayload(payload);
    transaction.rows().insertConfig(new ConfigRow(kind, version, body, transaction.shard(), at));
    transaction.putState(seal.sealed(after(before, version), transaction.rows()));
    return version;
  }

  private int inForce(StateRow state, LedgerTransaction transaction) {
    return switch (kind) {
      case Rules.POLICY -> state.policyVersion();
      case Rules.SCHEMA -> state.schemaVersion();
      default -> AdministratorsText.versions(transaction.rows(), kind).size();
    };
  }

  private StateRow after(StateRow before, int version) {
    return switch (kind) {
      case Rules.POLICY -> before.withPolicy(version);
      case Rules.SCHEMA -> before.withSchema(version);
      case StateSeal.WITNESSES -> before.withWitnesses();
      default -> before.withRequests();
    };
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}
