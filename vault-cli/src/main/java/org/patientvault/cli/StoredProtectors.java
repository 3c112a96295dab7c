package org.patientvault.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.patientvault.SlotInfo;
import org.patientvault.keys.Asks;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/**
 * The protectors that the vault's own file names, by what they ask of a person.
 *
 * <p>Who can change that file can write another URI there. So what would send a token to the server
 * in such a URI is not used: it has to be named by whoever opens.
 */
final class StoredProtectors {
  private static final SecretSource NONE = () -> new char[0];

  private final Map<Asks, List<ProtectorUri>> uris = new EnumMap<>(Asks.class);
  private final boolean passphrase;

  /**
   * @throws VaultException.KeyUnavailable when each has to be named
   */
  StoredProtectors(List<SlotInfo> slots) {
    SortedSet<String> texts = new TreeSet<>();
    slots.forEach(slot -> texts.add(slot.uri()));
    for (String text : texts) {
      ProtectorUri uri = new ProtectorUri(text);
      uris.computeIfAbsent(Protectors.asks(uri), asks -> new ArrayList<>()).add(uri);
    }
    if (uris.keySet().equals(Set.of(Asks.ADDRESS))) {
      throw new VaultException.KeyUnavailable(
          "what opens this vault is sent to a server, and its own file is not trusted to say to"
              + " which; name it with --unlock, if it is right: "
              + texts.first());
    }
    this.passphrase = slots.stream().anyMatch(slot -> slot.kind().equals("passphrase"));
  }

  /** Whether one of them may open without a person. */
  boolean someAskNobody() {
    return uris.containsKey(Asks.NOTHING);
  }

  /** What a person is asked for. */
  String question() {
    return passphrase ? "passphrase" : "key store's password";
  }

  /** One unlock for each; first those that ask nobody, unless {@code given} says a secret is. */
  List<Unlock> unlocks(SecretSource secret, boolean given) {
    List<Unlock> all = new ArrayList<>(unlocks(Asks.NOTHING, NONE));
    all.addAll(given ? 0 : all.size(), unlocks(Asks.SECRET, secret));
    return all;
  }

  private List<Unlock> unlocks(Asks asks, SecretSource secret) {
    return uris.getOrDefault(asks, List.of()).stream().map(uri -> new Unlock(uri, secret)).toList();
  }
}
