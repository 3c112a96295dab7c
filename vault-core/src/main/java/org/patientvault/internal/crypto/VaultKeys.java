package org.patientvault.internal.crypto;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The keysets of an open vault: the root and what stands under it.
 *
 * <p>What seals and opens with them goes on with newer generations once {@link #renew} brought
 * them, and with none after {@link #drop}, until they are renewed again; Tink's copies cannot be
 * wiped. Safe for use by several threads. Format: docs/formats/key-hierarchy.md.
 */
public final class VaultKeys {
  private final VaultId vault;
  private final Renewal renewal = new Renewal();
  private final PatientKeyWrap patientWrap;
  private final LogSubjectWrap logSubjectWrap;
  private final StateMac stateMac;
  private final KeysetAead indexTargets;
  private final Map<IndexName, BlindIndex> indexes = new EnumMap<>(IndexName.class);

  /** Held by who brings newer keysets. */
  private final ReentrantLock renewing = new ReentrantLock();

  private final Held<Known> known;

  /** One consistent set. */
  private record Known(Keyset root, Map<KeysetName, Keyset> keysets) {
    Keyset of(KeysetName name, VaultId vault) {
      Keyset keyset = keysets.get(name);
      if (keyset == null) {
        throw new VaultException.Tampered(
            "the keyset " + name.text() + " of vault " + vault + " is missing");
      }
      return keyset;
    }
  }

  private VaultKeys(VaultId vault, Known known) {
    this.vault = vault;
    this.known = new Held<>(known);
    patientWrap = new PatientKeyWrap(vault, keyset(KeysetName.PATIENT_WRAP), renewal);
    logSubjectWrap = new LogSubjectWrap(vault, keyset(KeysetName.DETAIL_WRAP), renewal);
    stateMac = new StateMac(keyset(KeysetName.STATE_MAC));
    indexTargets = new KeysetAead(keyset(KeysetName.INDEX_SEAL), renewal);
    for (IndexName name : IndexName.values()) {
      indexes.put(name, new BlindIndex(vault, name, keyset(KeysetName.of(name)), indexTargets));
    }
  }

  /** New keys for a new vault. */
  public static VaultKeys generate(VaultId vault) {
    Map<KeysetName, Keyset> keysets = new EnumMap<>(KeysetName.class);
    for (KeysetName name : KeysetName.STORED) {
      keysets.put(name, Keyset.generate(name));
    }
    return new VaultKeys(vault, new Known(Keyset.generate(KeysetName.ROOT), keysets));
  }

  /**
   * Opens the stored keysets. Of several generations of one keyset the newest counts.
   *
   * @param rootBytes what a slot unwrapped; the caller wipes it
   * @throws VaultException.Tampered when a keyset is missing or does not open under this root
   * @throws VaultException.UnsupportedFormat when there is a keyset this version does not know
   */
  public static VaultKeys open(VaultId vault, byte[] rootBytes, List<WrappedKeyset> stored) {
    return new VaultKeys(vault, known(vault, root(rootBytes), stored));
  }

  private static Keyset root(byte[] rootBytes) {
    return Keyset.parseSecret(KeysetName.ROOT, rootBytes);
  }

  private static Known known(VaultId vault, Keyset root, List<WrappedKeyset> stored) {
    Map<KeysetName, Keyset> keysets = new EnumMap<>(KeysetName.class);
    newest(stored).forEach((name, one) -> keysets.put(name, Keyset.unwrap(name, vault, root, one)));
    return new Known(root, keysets);
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
    return known.get().of(name, vault);
  }

  /** Runs {@code howToLook} when a value names a key that is not held; it may {@link #renew}. */
  public void lookForNewer(Runnable howToLook) {
    renewal.by(howToLook);
  }

  /** Whether these are the generations that are stored. */
  public boolean areOf(List<WrappedKeyset> stored) {
    Map<KeysetName, WrappedKeyset> newest = newest(stored);
    return newest.keySet().equals(known.get().keysets.keySet())
        && newest.entrySet().stream()
            .allMatch(one -> one.getValue().generation() == generation(one.getKey()));
  }

  /**
   * Goes on with the stored keysets, all of them or none.
   *
   * @param newRoot what a slot unwrapped; null while the root is the one that is held
   * @throws VaultException.Tampered when one does not open under the root
   */
  public void renew(byte @Nullable [] newRoot, List<WrappedKeyset> stored) {
    renewing.lock();
    try {
      Known newer = known(vault, newRoot == null ? known.get().root : root(newRoot), stored);
      for (KeysetName name : KeysetName.STORED) {
        newer.of(name, vault);
      }
      known.put(newer);
      useNewest();
    } finally {
      renewing.unlock();
    }
  }

  /**
   * Verifies states with a newer stored generation of the state-mac keyset, if there is one under
   * the root that is held: what tells that the others are the vault's may be sealed under it.
   */
  public void verifyWithNewest(List<WrappedKeyset> stored) {
    renewing.lock();
    try {
      WrappedKeyset newest = newest(stored).get(KeysetName.STATE_MAC);
      if (newest != null && newest.generation() > generation(KeysetName.STATE_MAC)) {
        stateMac.renew(Keyset.unwrap(KeysetName.STATE_MAC, vault, known.get().root, newest));
      }
    } finally {
      renewing.unlock();
    }
  }

  private void useNewest() {
    patientWrap.renew(keyset(KeysetName.PATIENT_WRAP));
    logSubjectWrap.renew(keyset(KeysetName.DETAIL_WRAP));
    stateMac.renew(keyset(KeysetName.STATE_MAC));
    indexTargets.renew(keyset(KeysetName.INDEX_SEAL));
    indexes.forEach((name, index) -> index.renew(keyset(KeysetName.of(name))));
  }

  /**
   * Lets go of every keyset. Whoever seals, opens, names a row or computes with one of them is told
   * {@code why}, until {@link #renew} brings them again with a root.
   */
  public void drop(VaultException.KeyUnavailable why) {
    renewing.lock();
    try {
      known.drop(why);
      patientWrap.drop(why);
      logSubjectWrap.drop(why);
      stateMac.drop(why);
      indexTargets.drop(why);
      indexes.values().forEach(index -> index.drop(why));
    } finally {
      renewing.unlock();
    }
  }

  /** Whether there are keys: not after they were dropped. */
  public boolean areHeld() {
    return known.isThere();
  }

  /** The root keyset itself, to wrap it for a slot; the caller wipes the array. */
  public byte[] rootBytes() {
    return known.get().root.secretBytes();
  }

  /** Every keyset under root, as it is to be stored. */
  public List<WrappedKeyset> wrapped() {
    Known now = known.get();
    List<WrappedKeyset> wrapped = new ArrayList<>();
    now.keysets.values().forEach(keyset -> wrapped.add(keyset.wrap(vault, now.root)));
    return List.copyOf(wrapped);
  }

  /**
   * The keyset's next generation, with one more key that does not seal yet. Not used until renewed.
   */
  public WrappedKeyset withNewKey(KeysetName name) {
    return next(name, Keyset::withNewKey);
  }

  /** The keyset's next generation, whose newest key seals. Not used until renewed. */
  public WrappedKeyset promoted(KeysetName name) {
    return next(name, Keyset::promoted);
  }

  /**
   * The keyset's next generation, in which the keys before the one that seals do nothing any more:
   * once it is proven that nothing is under them. Not used until renewed.
   */
  public WrappedKeyset withOlderKeysDisabled(KeysetName name) {
    return next(name, Keyset::withOlderKeysDisabled);
  }

  /**
   * The keyset's next generation, without one key, that does not seal. Not used until renewed.
   *
   * @throws VaultException.NotFound when there is no such key
   */
  public WrappedKeyset without(KeysetName name, int id) {
    return next(name, keyset -> keyset.without(id));
  }

  private WrappedKeyset next(KeysetName name, UnaryOperator<Keyset> change) {
    Known now = known.get();
    return change.apply(now.of(name, vault)).wrap(vault, now.root);
  }

  /** A new root key, and the next generation of every keyset under it. Closing wipes the root. */
  public NewRoot newRoot() {
    Known now = known.get();
    Keyset root = Keyset.generate(KeysetName.ROOT);
    List<WrappedKeyset> wrapped =
        now.keysets.values().stream().map(each -> each.unchanged().wrap(vault, root)).toList();
    return new NewRoot(root.secretBytes(), wrapped);
  }

  /** The keyset's generation: how often it was changed, and once more. */
  public int generation(KeysetName name) {
    return keyset(name).generation();
  }

  /** The keys of one keyset, in the order of their ids. */
  public List<KeyFacts> keys(KeysetName name) {
    return name == KeysetName.ROOT ? known.get().root.keys() : keyset(name).keys();
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
