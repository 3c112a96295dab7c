package org.patientvault.internal.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.HoldRow;
import org.patientvault.internal.store.KeysetRow;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RequestRow;
import org.patientvault.internal.store.SlotRow;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Authenticates what a vault runs by: its slots, its keysets, its policy and its schema, who its
 * witnesses and administrators are and what these asked for, whom it must not erase and whom it is
 * asked to, under a key that only the root opens.
 *
 * <p>Finds every edit. Does not find that all of it was put back together to an older state: that
 * shows against the log. Format: docs/formats/key-hierarchy.md, "State seal".
 */
public final class StateSeal {
  /** What the texts that name witnesses are called among the vault's settings. */
  public static final String WITNESSES = "witnesses";

  /** What the texts that name administrators are called there. */
  public static final String ADMINISTRATORS = "administrators";

  /** The kinds of texts of which every version is sealed, in the order in which they are. */
  private static final List<String> TEXTS = List.of(WITNESSES, ADMINISTRATORS);

  private final VaultId vault;
  private final StateMac mac;

  public StateSeal(VaultId vault, StateMac mac) {
    this.vault = vault;
    this.mac = mac;
  }

  /** {@code state} with the tag that fits it and the other rows. */
  public StateRow sealed(StateRow state, ReadView rows) {
    return state.withMac(mac.mac(encode(state, rows)));
  }

  /** Refuses, as {@link VaultException.Tampered}, a state whose tag does not fit. */
  public void verify(StateRow state, ReadView rows) {
    mac.verify(
        encode(state, rows),
        state.mac(),
        "the vault's slots, keysets, policy, schema, legal holds or erasures asked for");
  }

  /**
   * Refuses to write beside a state that newer keys sealed than this process seals with: what it
   * writes under older ones may be refused by all others.
   *
   * @throws VaultException.KeyUnavailable when this process has to be restarted
   */
  void checkSealsWithItsKeys(StateRow state) {
    if (mac.isNewer(state.mac())) {
      throw new VaultException.KeyUnavailable(
          "this process seals with older keys than the others do; restart it");
    }
  }

  /** What a slot entry of the log commits to. */
  public static Bytes slotDigest(VaultId vault, List<SlotRow> slots) {
    return Sha256.of(
        encoded(
            out -> {
              out.write(ascii("PVsd1"));
              out.write(vault.value().unsafeArray());
              out.writeShort(slots.size());
              for (SlotRow slot : sorted(slots)) {
                slot(out, slot);
              }
            }));
  }

  private byte[] encode(StateRow state, ReadView rows) {
    return encoded(
        out -> {
          out.write(ascii("PVst1"));
          out.write(vault.value().unsafeArray());
          out.writeInt(state.generation());
          out.writeInt(state.shard());
          out.writeInt(state.logShard());
          out.writeLong(state.logIndex());
          config(out, rows, "policy", state.policyVersion());
          for (int version = state.schemaVersion(); version > 0; version--) {
            config(out, rows, "schema", version);
          }
          out.write(slotDigest(vault, rows.slots()).unsafeArray());
          keysets(out, rows.keysets());
          for (String kind : TEXTS) {
            texts(out, rows, kind);
          }
          holds(out, rows.erasures().holds());
          asked(out, rows.erasures().pending());
          requests(out, rows.requests());
        });
  }

  private static void texts(DataOutputStream out, ReadView rows, String kind) throws IOException {
    int count = 0;
    while (rows.config(kind, count + 1).isPresent()) {
      count++;
    }
    out.writeShort(count);
    for (int version = 1; version <= count; version++) {
      config(out, rows, kind, version);
    }
  }

  private static void requests(DataOutputStream out, List<RequestRow> requests) throws IOException {
    out.writeShort(requests.size());
    for (RequestRow request :
        requests.stream().sorted(Comparator.comparing(RequestRow::id)).toList()) {
      blob(out, request.id());
      text(out, request.state());
      blob(out, request.statement());
      blob(out, request.answer());
      out.writeLong(request.changedMillis());
      out.writeInt(request.logShard());
      out.writeLong(request.logIndex());
    }
  }

  private static void config(DataOutputStream out, ReadView rows, String kind, int version)
      throws IOException {
    ConfigRow row =
        rows.config(kind, version)
            .orElseThrow(
                () ->
                    new VaultException.Tampered(
                        "the vault's " + kind + " version " + version + " is gone"));
    out.writeInt(version);
    out.write(Sha256.of(row.body().unsafeArray()).unsafeArray());
    out.writeInt(row.logShard());
    out.writeLong(row.logIndex());
  }

  private static void slot(DataOutputStream out, SlotRow slot) throws IOException {
    out.write(slot.slotId().unsafeArray());
    text(out, slot.kind());
    text(out, slot.uri());
    text(out, slot.state());
    out.writeInt(slot.generation());
    blob(out, slot.parameters());
    blob(out, slot.wrappedRoot());
    blob(out, slot.wrappedLog());
  }

  private static void keysets(DataOutputStream out, List<KeysetRow> keysets) throws IOException {
    out.writeShort(keysets.size());
    for (KeysetRow keyset :
        keysets.stream()
            .sorted(Comparator.comparing(KeysetRow::name).thenComparing(KeysetRow::generation))
            .toList()) {
      text(out, keyset.name());
      out.writeInt(keyset.generation());
      out.write(Sha256.of(keyset.wrapped().unsafeArray()).unsafeArray());
    }
  }

  /** Who deletes one would lift the ban on an erasure. */
  private static void holds(DataOutputStream out, List<HoldRow> holds) throws IOException {
    out.writeInt(holds.size());
    for (HoldRow hold : holds) {
      out.write(hold.patient().value().unsafeArray());
      out.writeInt(hold.logShard());
      out.writeLong(hold.logIndex());
    }
  }

  /** Who puts one back that was taken back, or another day, would have somebody erased. */
  private static void asked(DataOutputStream out, List<PendingErasureRow> asked)
      throws IOException {
    out.writeInt(asked.size());
    for (PendingErasureRow each :
        asked.stream().sorted(Comparator.comparing(row -> row.patient().value())).toList()) {
      out.write(each.patient().value().unsafeArray());
      text(out, each.ground());
      out.writeLong(each.askedMillis());
      out.writeLong(each.dueMillis());
      out.writeInt(each.logShard());
      out.writeLong(each.logIndex());
    }
  }

  private static List<SlotRow> sorted(List<SlotRow> slots) {
    return slots.stream().sorted(Comparator.comparing(SlotRow::slotId)).toList();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    blob(out, Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void blob(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.size());
    out.write(bytes.unsafeArray());
  }

  private static byte[] ascii(String label) {
    return label.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes into memory, where nothing can fail. */
  private interface Encoding {
    void into(DataOutputStream out) throws IOException;
  }

  private static byte[] encoded(Encoding encoding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      encoding.into(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
