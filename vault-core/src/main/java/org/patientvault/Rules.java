package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.access.AccessPolicy;
import org.patientvault.internal.documents.PolicyFile;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.sealing.FieldPlaces;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.RecordType;
import org.patientvault.model.Schema;
import org.patientvault.model.VaultException;

/**
 * The schema and the access policy a vault runs by, with their versions.
 *
 * @param earlier the schemas before this one, the newest first: values sealed under them are still
 *     there
 */
record Rules(
    Schema schema,
    List<Schema> earlier,
    int schemaVersion,
    AccessPolicy policy,
    int policyVersion) {
  static final String POLICY = "policy";
  static final String SCHEMA = "schema";

  Rules {
    earlier = List.copyOf(earlier);
  }

  /** The rules that {@code state} names. */
  static Rules load(ReadView rows, StateRow state) {
    List<Schema> earlier = new ArrayList<>();
    for (int version = state.schemaVersion() - 1; version > 0; version--) {
      earlier.add(SchemaFile.parse(body(rows, SCHEMA, version)));
    }
    return new Rules(
        SchemaFile.parse(body(rows, SCHEMA, state.schemaVersion())),
        earlier,
        state.schemaVersion(),
        PolicyFile.parse(body(rows, POLICY, state.policyVersion())),
        state.policyVersion());
  }

  /** Whether these are the rules that {@code state} names. */
  boolean areOf(StateRow state) {
    return policyVersion == state.policyVersion() && schemaVersion == state.schemaVersion();
  }

  boolean sameVersions(Rules other) {
    return policyVersion == other.policyVersion && schemaVersion == other.schemaVersion;
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

  /** Where values of {@code type} may be sealed. */
  FieldPlaces places(RecordType type) {
    return new FieldPlaces(
        schema.of(type), earlier.stream().map(each -> each.of(type)).distinct().toList());
  }
}
