package org.patientvault.internal.crypto;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The keysets of an open vault: the root and what stands under it.
 *
 * <p>Drop the object to lock the vault; Tink's copies cannot be wiped. Safe for use by several
 * threads. Format: docs/formats/key-hierarchy.md.
 */
public final class VaultKeys {
  private final VaultId vault;
  private final Keyset root;
  private final Map<KeysetName, Keyset> keysets;
  private final PatientKeyWrap patientWrap;
  private final LogSubjectWrap logSubjectWrap;
  private final StateMac stateMac;
  private final Map<IndexName, BlindIndex> indexes = new EnumMap<>(IndexName.class);

  private VaultKeys(VaultId vault, Keyset root, Map<KeysetName, Keyset> keysets) {
    this.vault = vault;
    this.root = root;
    this.keysets = keysets;
    patientWrap = new PatientKeyWrap(vault, keyset(KeysetName.PATIENT_WRAP));
    logSubjectWrap = new LogSubjectWrap(vault, keyset(KeysetName.DETAIL_WRAP));
    stateMac = new StateMac(keyset(KeysetName.STATE_MAC));
    KeysetAead targets = new KeysetAead(keyset(KeysetName.INDEX_SEAL));
    for (IndexName name : IndexName.values()) {
      indexes.put(name, new BlindIndex(vault, name, keyset(KeysetName.of(name)), targets));
    }
  }

  /** New keys for a new vault. */
  public static VaultKeys generate(VaultId vault) {
    Map<KeysetName, Keyset> keysets = new EnumMap<>(KeysetName.class);
    for (KeysetName name : KeysetName.STORED) {
      keysets.put(name, Keyset.generate(name));
    }
    return new VaultKeys(vault, Keyset.generate(KeysetName.ROOT), keysets);
  }

  /**
   * Opens the stored keysets. Of several generations of one keyset the newest counts.
   *
   * @param rootBytes what a slot unwrapped; the caller wipes it
   * @throws VaultException.Tampered when a keyset is missing or does not open under this root
   * @throws VaultException.UnsupportedFormat when there is a keyset this version does not know
   */
  public static VaultKeys open(VaultId vault, byte[] rootBytes, List<WrappedKeyset> stored) {
    Map<KeysetName, WrappedKeyset> newest = newest(stored);
    Keyset root = Keyset.parseSecret(KeysetName.ROOT, rootBytes);
    Map<KeysetName, Keyset> keysets = new EnumMap<>(KeysetName.class);
    newest.forEach((name, one) -> keysets.put(name, Keyset.unwrap(name, vault, root, one)));
    return new VaultKeys(vault, root, keysets);
  }

  private static Map<KeysetName, WrappedKeyset> newest(List<WrappedKeyset> stored) {
    Map<KeysetName, WrappedKeyset> newest = new EnumMap<>(KeysetName.class);
    for (WrappedKeyset one : stored) {
      newest.merge(
          KeysetName.parse(one.name()), one, (a, b) -> a.generation() > b.generation() ? a : b);
    }
    return newest;
  }

  private Keyset keyset(KeysetName name) {
    Keyset keyset = keysets.get(name);
    if (keyset == null) {
      throw new VaultException.Tampered(
          "the keyset " + name.text() + " of vault " + vault + " is missing");
    }
    return keyset;
  }

  /** The root keyset itself, to wrap it for a slot; the caller wipes the array. */
  public byte[] rootBytes() {
    return root.secretBytes();
  }

  /** Every keyset under root, as it is to be stored. */
  public List<WrappedKeyset> wrapped() {
    List<WrappedKeyset> wrapped = new ArrayList<>();
    keysets.values().forEach(keyset -> wrapped.add(keyset.wrap(vault, root)));
    return List.copyOf(wrapped);
  }

  public PatientKeyWrap patientWrap() {
    return patientWrap;
  }

  public LogSubjectWrap logSubjectWrap() {
    return logSubjectWrap;
  }

  public StateMac stateMac() {
    return stateMac;
  }

  public BlindIndex index(IndexName name) {
    BlindIndex index = indexes.get(name);
    if (index == null) {
      throw new AssertionError("no index " + name);
    }
    return index;
  }

  @Override
  public String toString() {
    return "VaultKeys[vault " + vault + "]";
  }
}
