package org.patientvault;

import org.patientvault.access.AccessPolicy;
import org.patientvault.internal.documents.PolicyFile;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Schema;
import org.patientvault.model.VaultException;

/** The schema and the access policy a vault runs by, with their versions. */
record Rules(Schema schema, int schemaVersion, AccessPolicy policy, int policyVersion) {
  static final String POLICY = "policy";
  static final String SCHEMA = "schema";

  /** The rules that {@code state} names. */
  static Rules load(ReadView rows, StateRow state) {
    return new Rules(
        SchemaFile.parse(body(rows, SCHEMA, state.schemaVersion())),
        state.schemaVersion(),
        PolicyFile.parse(body(rows, POLICY, state.policyVersion())),
        state.policyVersion());
  }

  private static byte[] body(ReadView rows, String kind, int version) {
    ConfigRow row =
        rows.config(kind, version)
            .orElseThrow(
                () ->
                    new VaultException.Tampered(
                        "the vault's " + kind + " version " + version + " is gone"));
    return row.body().toArray();
  }
}
