package org.patientvault;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.PolicyWitness;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.witness.WitnessClient;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/** Which witnesses a vault trusts: the text put in force last, sealed with the vault's state. */
final class WitnessConfig {
  private static final int MOST_WITNESSES = 16;

  private WitnessConfig() {}

  /**
   * Reads a text that an administrator brings.
   *
   * @throws VaultException.InvalidInput when it is no policy, does not go with the log's own keys,
   *     names more than 16 witnesses, or an address that is none
   */
  static TrustPolicy checked(byte[] text, LogVerifierKeys own) {
    TrustPolicy policy = TrustPolicy.parse(text);
    List<PolicyWitness> witnesses = policy.witnesses(own.origin());
    if (witnesses.size() > MOST_WITNESSES) {
      throw new VaultException.InvalidInput("a vault has at most " + MOST_WITNESSES + " witnesses");
    }
    witnesses.stream()
        .map(PolicyWitness::url)
        .filter(url -> !url.isEmpty())
        .forEach(WitnessClient::address);
    TrustPolicy.of(own, policy);
    return policy;
  }

  /** The text in force; empty when none was ever put. */
  static Optional<TrustPolicy> inForce(ReadView rows) {
    return AdministratorsText.versions(rows, StateSeal.WITNESSES).stream()
        .reduce((earlier, later) -> later)
        .map(row -> TrustPolicy.parse(row.body().toArray()));
  }
}
