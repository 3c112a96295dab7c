package org.patientvault.internal.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * One keyset in memory: a Tink handle that knows its name and generation.
 *
 * <p>Never print a handle: without Tink's registry its {@code toString} throws. Tink's copies of
 * the keys cannot be wiped.
 */
final class Keyset {
  private static final int FIRST_KEY_ID = 1;

  private final KeysetName name;
  private final int generation;
  private final KeysetHandle handle;

  private Keyset(KeysetName name, int generation, KeysetHandle handle) {
    this.name = name;
    this.generation = generation;
    this.handle = handle;
  }

  /** One new key, with id 1: ids count within a keyset, so that a census reads them. */
  static Keyset generate(KeysetName name) {
    try {
      KeysetHandle.Builder.Entry entry =
          KeysetHandle.generateEntryFromParameters(name.parameters())
              .withFixedId(FIRST_KEY_ID)
              .makePrimary();
      KeysetHandle handle =
          KeysetHandle.newBuilder().setConfiguration(name.configuration()).addEntry(entry).build();
      return new Keyset(name, 1, handle);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink cannot make the keyset " + name.text(), e);
    }
  }

  /** The next generation: one more key, which opens and does not seal yet. */
  Keyset withNewKey() {
    return next(
        builder ->
            builder.addEntry(
                KeysetHandle.generateEntryFromParameters(name.parameters())
                    .withFixedId(1 + newestId())));
  }

  /** The next generation: the newest key seals from now on, the others only open. */
  Keyset promoted() {
    return next(builder -> builder.getAt(newest()).makePrimary());
  }

  /** The next generation: only the key that seals opens, and newer ones. */
  Keyset withOlderKeysDisabled() {
    int primary = primaryId();
    return next(
        builder ->
            IntStream.range(0, builder.size())
                .filter(i -> handle.getAt(i).getId() < primary)
                .forEach(i -> builder.getAt(i).setStatus(KeyStatus.DISABLED)));
  }

  /**
   * The next generation, without the key that has this id: nothing opens what is under it.
   *
   * @throws VaultException.NotFound when there is none
   */
  Keyset without(int id) {
    int place =
        IntStream.range(0, handle.size())
            .filter(i -> handle.getAt(i).getId() == id)
            .findFirst()
            .orElseThrow(() -> new VaultException.NotFound(name.text() + " has no key " + id));
    return next(builder -> builder.deleteAt(place));
  }

  /** The next generation under another root has the same keys. */
  Keyset unchanged() {
    return next(builder -> {});
  }

  private Keyset next(Consumer<KeysetHandle.Builder> change) {
    try {
      KeysetHandle.Builder builder =
          KeysetHandle.newBuilder(handle).setConfiguration(name.configuration());
      change.accept(builder);
      return new Keyset(name, generation + 1, builder.build());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink cannot change the keyset " + name.text(), e);
    }
  }

  private int newest() {
    return IntStream.range(0, handle.size())
        .boxed()
        .max(Comparator.comparing(i -> handle.getAt(i).getId()))
        .orElseThrow();
  }

  int newestId() {
    return handle.getAt(newest()).getId();
  }

  int primaryId() {
    return handle.getPrimary().getId();
  }

  int generation() {
    return generation;
  }

  /** The keys in the order of their ids. */
  List<KeyFacts> keys() {
    return IntStream.range(0, handle.size())
        .mapToObj(i -> new KeyFacts(handle.getAt(i).getId(), state(handle.getAt(i))))
        .sorted(Comparator.comparing(KeyFacts::id))
        .toList();
  }

  private KeyFacts.State state(KeysetHandle.Entry entry) {
    int id = entry.getId();
    if (!entry.getStatus().equals(KeyStatus.ENABLED)) {
      return KeyFacts.State.DISABLED;
    }
    if (id == primaryId()) {
      return KeyFacts.State.ACTIVE;
    }
    return id > primaryId() ? KeyFacts.State.PRE_ACTIVE : KeyFacts.State.DECRYPT_ONLY;
  }

  /** Reads what {@link #secretBytes} gave. */
  static Keyset parseSecret(KeysetName name, byte[] secret) {
    try {
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseKeyset(
              secret, InsecureSecretKeyAccess.get(), name.configuration());
      return new Keyset(name, 1, handle);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          "the " + name.text() + " keyset was unwrapped but is not a keyset", e);
    }
  }

  /** The keys themselves; the caller wipes the array. */
  byte[] secretBytes() {
    try {
      return TinkProtoKeysetFormat.serializeKeyset(
          handle, InsecureSecretKeyAccess.get(), name.configuration());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink cannot write the keyset " + name.text(), e);
    }
  }

  static Keyset unwrap(KeysetName name, VaultId vault, Keyset root, WrappedKeyset stored) {
    try {
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              stored.wrapped().toArray(),
              root.primitive(Aead.class),
              binding(vault, name, stored.generation()),
              name.configuration());
      return new Keyset(name, stored.generation(), handle);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          "the keyset "
              + name.text()
              + " of generation "
              + stored.generation()
              + " does not open under the root key of vault "
              + vault,
          e);
    }
  }

  WrappedKeyset wrap(VaultId vault, Keyset root) {
    try {
      byte[] wrapped =
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              handle,
              root.primitive(Aead.class),
              binding(vault, name, generation),
              name.configuration());
      return new WrappedKeyset(name.text(), generation, Bytes.of(wrapped));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink cannot wrap the keyset " + name.text(), e);
    }
  }

  private static byte[] binding(VaultId vault, KeysetName name, int generation) {
    return Encoding.of("PVks1").fixed(vault.value()).text(name.text()).u32(generation).toArray();
  }

  <P> P primitive(Class<P> kind) {
    try {
      return handle.getPrimitive(name.configuration(), kind);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new VaultException.Tampered(
          "the keyset "
              + name.text()
              + " of generation "
              + generation
              + " holds no usable "
              + kind.getSimpleName(),
          e);
    }
  }

  KeysetName name() {
    return name;
  }

  boolean holds(int keyId) {
    return IntStream.range(0, handle.size()).anyMatch(i -> handle.getAt(i).getId() == keyId);
  }

  @Override
  public String toString() {
    return name.text() + "[generation " + generation + ", " + handle.size() + " keys]";
  }
}
