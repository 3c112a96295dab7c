package org.patientvault.keys;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** What opening a slot with {@code uri} asks of a person; a secret, where the kind is unknown. */
  public static Asks asks(ProtectorUri uri) {
    try {
      return of(uri.kind()).asks(uri);
    } catch (VaultException.InvalidInput e) {
      return Asks.SECRET;
    }
  }

  private static Map<String, ProtectorProvider> builtIn() {
    return Stream.of(
            new PassphraseProvider(),
            new KeystoreProvider(),
            new Pkcs11Provider(),
            new AwsKmsProvider(),
            new GcpKmsProvider(),
            new TransitProvider(),
            new RecoveryProvider())
        .collect(Collectors.toMap(ProtectorProvider::kind, one -> one));
  }
}
