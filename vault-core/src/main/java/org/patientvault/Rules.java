package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.patientvault.access.AccessPolicy;
import org.patientvault.internal.documents.PolicyFile;
import org.patientvault.internal.documents.SchemaFile;
import org.patientvault.internal.sealing.FieldPlaces;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.RecordType;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/** The schema and the access policy a vault runs by, with their versions. */
final class Rules {
  static final String POLICY = "policy";
  static final String SCHEMA = "schema";

  private final Schema schema;
  private final List<Schema> earlier;
  private final int schemaVersion;
  private final AccessPolicy policy;
  private final int policyVersion;
  private final TypeRules otherTypes;
  private final Map<RecordType, TypeRules> types = new ConcurrentHashMap<>();

  /**
   * {@code earlier}: the schemas before, the newest first; values sealed under them are still
   * there.
   */
  Rules(
      Schema schema,
      List<Schema> earlier,
      int schemaVersion,
      AccessPolicy policy,
      int policyVersion) {
    this.schema = schema;
    this.earlier = List.copyOf(earlier);
    this.schemaVersion = schemaVersion;
    this.policy = policy;
    this.policyVersion = policyVersion;
    this.otherTypes = typeRules(each -> each.otherTypes());
  }

  Schema schema() {
    return schema;
  }

  int schemaVersion() {
    return schemaVersion;
  }

  AccessPolicy policy() {
    return policy;
  }

  int policyVersion() {
    return policyVersion;
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

  /** What holds for {@code type}. */
  TypeRules of(RecordType type) {
    boolean named =
        schema.types().containsKey(type)
            || earlier.stream().anyMatch(each -> each.types().containsKey(type));
    return named ? types.computeIfAbsent(type, t -> typeRules(each -> each.of(t))) : otherTypes;
  }

  private TypeRules typeRules(Function<Schema, TypeSchema> of) {
    return new TypeRules(
        schema, new FieldPlaces(of.apply(schema), earlier.stream().map(of).distinct().toList()));
  }
}
