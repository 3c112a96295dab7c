package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.Administrators;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/** Who the administrators are: the text put in force last, sealed with the vault's state. */
final class AdministratorsText {
  private AdministratorsText() {}

  /** Those in force; nobody when none was ever enrolled. Verify the state before. */
  static Administrators inForce(ReadView rows) {
    List<ConfigRow> versions = versions(rows, StateSeal.ADMINISTRATORS);
    return versions.isEmpty() ? Administrators.none() : read(versions.get(versions.size() - 1));
  }

  private static Administrators read(ConfigRow row) {
    try {
      return Administrators.parse(row.body().toArray());
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      throw new VaultException.Tampered("the vault's list of administrators is none", e);
    }
  }

  /** Every text of a kind, the oldest first, as the state seal covers them. */
  static List<ConfigRow> versions(ReadView rows, String kind) {
    List<ConfigRow> versions = new ArrayList<>();
    for (int version = 1; rows.config(kind, version).isPresent(); version++) {
      versions.add(rows.config(kind, version).orElseThrow());
    }
    return versions;
  }
}
