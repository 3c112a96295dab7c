package org.patientvault.keys;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.model.VaultException;

/** The kinds of protector at hand: those built in, and what the {@link ServiceLoader} finds. */
public final class Protectors {
  private Protectors() {}

  /**
   * The provider of {@code kind}. A built-in kind cannot be replaced.
   *
   * @throws VaultException.InvalidInput when there is none; the message names those there are
   */
  public static ProtectorProvider of(String kind) {
    ProtectorProvider builtIn = builtIn().get(kind);
    if (builtIn != null) {
      return builtIn;
    }
    SortedMap<String, ProtectorProvider> known = new TreeMap<>(builtIn());
    ServiceLoader.load(ProtectorProvider.class).forEach(one -> known.putIfAbsent(one.kind(), one));
    ProtectorProvider found = known.get(kind);
    if (found == null) {
      throw new VaultException.InvalidInput(
          "no protector is called '" + kind + "'; there are " + String.join(", ", known.keySet()));
    }
    return found;
  }

  private static Map<String, ProtectorProvider> builtIn() {
    return Map.of(
        "passphrase", new PassphraseProvider(),
        "keystore", new KeystoreProvider(),
        "recovery", new RecoveryProvider());
  }
}
