package org.patientvault.internal.ledger;

import org.patientvault.model.VaultId;

/** One log: its year and the origin that names it in every checkpoint. */
public record Shard(int year, String origin) {
  /** The log of {@code year}; {@code host} is fixed when the vault is made. */
  public static Shard of(String host, VaultId vault, int year) {
    return new Shard(year, "vault." + host + "/" + vault + "/" + year);
  }
}
