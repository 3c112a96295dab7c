package org.patientvault.internal.crypto;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * An exact index that says nothing to who has no key: a row's name is a PRF of the value, and its
 * target is sealed for that name.
 *
 * <p>Equal values have equal tags, so a stolen table shows how often a value occurs; index only
 * what is unique. A row that is moved, to another tag, index or scope, does not open. Safe for use
 * by several threads. Format: docs/formats/key-hierarchy.md.
 */
public final class BlindIndex {
  /** The size of a tag. */
  public static final int TAG_BYTES = 16;

  private final VaultId vault;
  private final IndexName name;
  private final KeysetAead targets;
  private final Held<Prfs> prfs;

  /** The PRF that names new rows, and all that may name old ones, that one first. */
  private record Prfs(int version, Prf primary, List<Prf> active) {}

  /** A row's name and the version of the key that made it. */
  public record Tag(int version, Bytes value) {}

  BlindIndex(VaultId vault, IndexName name, Keyset prfs, KeysetAead targets) {
    this.vault = vault;
    this.name = name;
    this.targets = targets;
    this.prfs = new Held<>(open(prfs));
  }

  /** Names rows by another generation of the keyset from now on. */
  void renew(Keyset keyset) {
    prfs.put(open(keyset));
  }

  /** Names no row until it is renewed. */
  void drop(VaultException.KeyUnavailable why) {
    prfs.drop(why);
  }

  private static Prfs open(Keyset keyset) {
    PrfSet set = keyset.primitive(PrfSet.class);
    List<Prf> active = List.copyOf(primaryFirst(set).values());
    return new Prfs(set.getPrimaryId(), active.get(0), active);
  }

  private static Map<Integer, Prf> primaryFirst(PrfSet set) {
    try {
      Map<Integer, Prf> all = set.getPrfs();
      Map<Integer, Prf> ordered = new LinkedHashMap<>();
      Prf first = all.get(set.getPrimaryId());
      if (first == null) {
        throw new AssertionError("Tink names a primary PRF that the set does not hold");
      }
      ordered.put(set.getPrimaryId(), first);
      all.forEach(ordered::putIfAbsent);
      return ordered;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink refuses to list a PRF set", e);
    }
  }

  /** The version of the key that {@link #tag} uses: 1, and one more with each rotation. */
  public int version() {
    return prfs.get().version();
  }

  /** The tag of a value made of {@code parts}, under the current key. */
  public Bytes tag(byte[]... parts) {
    return newTag(parts).value();
  }

  /** As {@link #tag}, with the version of the key that made it. */
  public Tag newTag(byte[]... parts) {
    Prfs now = prfs.get();
    return new Tag(now.version(), compute(now.primary(), encode(parts)));
  }

  /** The tags of a value under every key in use, the current one first: what a lookup asks for. */
  public List<Bytes> tags(byte[]... parts) {
    byte[] input = encode(parts);
    return prfs.get().active().stream().map(prf -> compute(prf, input)).toList();
  }

  private static byte[] encode(byte[]... parts) {
    Encoding encoding = Encoding.of("");
    for (byte[] part : parts) {
      encoding.bytes(part);
    }
    return encoding.toArray();
  }

  private static Bytes compute(Prf prf, byte[] input) {
    try {
      return Bytes.of(prf.compute(input, TAG_BYTES));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Tink refuses a PRF of " + TAG_BYTES + " bytes", e);
    }
  }

  /**
   * Seals what the row with {@code tag} points to.
   *
   * @param scope what else the row stands under, such as the patient's reference; may be empty
   */
  public Bytes sealTarget(Bytes tag, byte[] scope, byte[] target) {
    return Bytes.of(targets.seal(target, binding(tag, scope)));
  }

  /** Whether the key that seals targets now sealed this one too. */
  public boolean isCurrent(Bytes sealed) {
    return TinkWire.claimedKeyId(sealed.unsafeArray(), 0, sealed.size(), "an index target")
        == targets.primaryId();
  }

  /**
   * Opens what {@link #sealTarget} made for the same tag and scope.
   *
   * @throws VaultException.Tampered when it is anything else
   */
  public byte[] openTarget(Bytes tag, byte[] scope, Bytes sealed) {
    return targets.open(sealed.unsafeArray(), binding(tag, scope), new Row(name, tag));
  }

  /** Names a row in an error; spelled only when there is one. */
  private record Row(IndexName index, Bytes tag) {
    @Override
    public String toString() {
      return "the " + index.keysetName() + " row with tag " + tag.hex();
    }
  }

  private byte[] binding(Bytes tag, byte[] scope) {
    return Encoding.of("PVix1")
        .fixed(vault.value())
        .text(name.keysetName())
        .bytes(tag.toArray())
        .bytes(scope)
        .toArray();
  }
}
