package org.patientvault;

import org.patientvault.audit.Administrators;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.Incident;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What a log begins with, for every auditor to know what must be there: the public text that
 * GENESIS names. Format: docs/formats/audit-log.md, "Shards".
 */
final class GenesisFacts {
  private GenesisFacts() {}

  /** Of a vault's first log. */
  static byte[] first(LogKeys keys) {
    return CanonicalJson.write(
        common(keys, Administrators.none()).put("witnesses", false).put("anchors", false).build());
  }

  /** Of the log after {@code closed}, whose last signed note is {@code last}. */
  static byte[] next(
      LogKeys keys, ReadView rows, StateRow state, Shard closed, CheckpointRow last, Bytes held) {
    LogFacts ended =
        new LogFacts(closed.origin(), last.size(), MerkleFrontier.decode(last.frontier()).root());
    return CanonicalJson.write(later(keys, rows, state, ended, last, held).build());
  }

  /**
   * Of the log after one that was not closed, since a backup was put back; its last signed note may
   * be of a smaller size than it has.
   */
  static byte[] afterIncident(
      LogKeys keys,
      ReadView rows,
      StateRow state,
      LogFacts ended,
      CheckpointRow last,
      Bytes held,
      Incident incident) {
    return CanonicalJson.write(
        later(keys, rows, state, ended, last, held).put("incident", incident.json()).build());
  }

  private static JsonMembers later(
      LogKeys keys, ReadView rows, StateRow state, LogFacts ended, CheckpointRow last, Bytes held) {
    return common(keys, AdministratorsText.inForce(rows))
        .put("witnesses", rows.config(StateSeal.WITNESSES, 1).isPresent())
        .put("anchors", !rows.anchors(state.shard()).isEmpty())
        .put("policy", text(rows, Rules.POLICY, state.policyVersion()))
        .put("schema", text(rows, Rules.SCHEMA, state.schemaVersion()))
        .put("state", held.hex())
        .put("previous", previous(ended, last));
  }

  private static JsonValue previous(LogFacts ended, CheckpointRow last) {
    return JsonValue.members()
        .put("origin", ended.origin())
        .put("size", ended.size())
        .put("root", ended.root().hex())
        .put("note", Sha256.of(last.note().toArray()).hex())
        .build();
  }

  private static String text(ReadView rows, String kind, int version) {
    ConfigRow row =
        rows.config(kind, version)
            .orElseThrow(() -> new VaultException.Tampered("the vault's " + kind + " is gone"));
    return Founding.payload(row.body()).sha256().hex();
  }

  private static JsonMembers common(LogKeys keys, Administrators all) {
    return JsonValue.members()
        .put("format", 1L)
        .put("software", "patientvault " + Version.TEXT)
        .put("ed25519", keys.ed25519PublicKey().hex())
        .put("ml-dsa-44", keys.mlDsa44PublicKey().hex())
        .put("administrators", all.isTwoPerson() ? all.keys() : JsonValue.of("single"))
        .put("seals", true)
        .put("retention", "class 1: kept until the vault's retention rule says otherwise");
  }
}
