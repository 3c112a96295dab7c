package org.patientvault.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final List<Asks> GIVEN_OR_TYPED = List.of(Asks.SECRET, Asks.PIN);

  /** Where a command's secrets come from: what is for one kind of slot is shown to no other. */
  interface Secrets {
    /** What a file gave for the slots that ask for {@code asks}. */
    Optional<? extends SecretSource> given(Asks asks);

    /** Asked for at once. */
    SecretSource typed(Asks asks, String question);

    /** Asked for when a slot needs it, and once. */
    SecretSource typedLater(Asks asks, String question);
  }

  private final Map<Asks, List<ProtectorUri>> uris;
  private final Map<Asks, List<ProtectorUri>> stale;
  private final boolean passphrase;

  /**
   * @throws VaultException.KeyUnavailable when each has to be named
   */
  StoredProtectors(List<SlotInfo> slots) {
    List<SlotInfo> active = slots.stream().filter(SlotFindings::opens).toList();
    this.uris = byWhatTheyAsk(active);
    this.stale = byWhatTheyAsk(slots.stream().filter(slot -> !SlotFindings.opens(slot)).toList());
    if (uris.keySet().equals(Set.of(Asks.ADDRESS))) {
      throw new VaultException.KeyUnavailable(
          "what opens this vault is sent to a server, and its own file is not trusted to say to"
              + " which; name it with --unlock, if it is right: "
              + uris.values().iterator().next().get(0));
    }
    this.passphrase = active.stream().anyMatch(slot -> slot.kind().equals("passphrase"));
  }

  private static Map<Asks, List<ProtectorUri>> byWhatTheyAsk(List<SlotInfo> slots) {
    SortedSet<String> texts = new TreeSet<>();
    slots.forEach(slot -> texts.add(slot.uri()));
    Map<Asks, List<ProtectorUri>> uris = new EnumMap<>(Asks.class);
    for (String text : texts) {
      ProtectorUri uri = new ProtectorUri(text);
      uris.computeIfAbsent(Protectors.asks(uri), asks -> new ArrayList<>()).add(uri);
    }
    return uris;
  }

  /**
   * One unlock for each: first what a secret was given for, then what asks nobody. Somebody is
   * asked only where nothing was given, and at once only where nothing is to be tried before.
   *
   * <p>A passphrase is never presented to a token, which counts wrong PINs. Stale slots open
   * nothing, so nobody is asked for their secrets.
   *
   * @throws VaultException.KeyUnavailable when a secret was given, and only stale slots take it
   * @throws VaultException.InvalidInput when a PIN was given, and there are several tokens
   */
  List<Unlock> unlocks(Secrets secrets) {
    List<Unlock> all = new ArrayList<>();
    for (Asks asks : GIVEN_OR_TYPED) {
      if (uris.containsKey(asks)) {
        Optional<? extends SecretSource> given = secrets.given(asks);
        if (given.isPresent() && asks == Asks.PIN) {
          requireOneToken();
        }
        given.ifPresent(secret -> all.addAll(unlocks(asks, secret)));
      }
    }
    boolean given = !all.isEmpty();
    all.addAll(unlocks(Asks.NOTHING, NONE));
    if (all.isEmpty()) {
      refuseStale(secrets);
    }
    if (!given) {
      addTyped(all, secrets);
    }
    return all;
  }

  /** Shown to every token, one token's PIN would lock the others, a command at a time. */
  private void requireOneToken() {
    List<ProtectorUri> tokens = uris.getOrDefault(Asks.PIN, List.of());
    if (tokens.stream().map(StoredProtectors::token).distinct().count() > 1) {
      throw new VaultException.InvalidInput(
          "the PIN is one token's, and the others would count it as a wrong one; name its slot with"
              + " --unlock: "
              + tokens.stream().map(ProtectorUri::text).collect(Collectors.joining(", ")));
    }
  }

  /** What names the token, without what names the key in it. */
  private static List<String> token(ProtectorUri uri) {
    return Stream.of(uri.text().split("[:;?&]"))
        .filter(part -> !part.matches("(object|id|type)=.*"))
        .sorted()
        .toList();
  }

  private void refuseStale(Secrets secrets) {
    for (Asks asks : GIVEN_OR_TYPED) {
      if (stale.containsKey(asks) && secrets.given(asks).isPresent()) {
        throw new VaultException.KeyUnavailable(
            "stale since the root was renewed without it, and opens nothing: "
                + stale.getOrDefault(asks, List.of()).get(0)
                + "; open the vault with another slot, remove this one and add it again");
      }
    }
  }

  private void addTyped(List<Unlock> all, Secrets secrets) {
    if (uris.containsKey(Asks.SECRET)) {
      String question = passphrase ? "passphrase" : "key store's password";
      all.addAll(unlocks(Asks.SECRET, typed(all, secrets, Asks.SECRET, question)));
    }
    for (ProtectorUri token : uris.getOrDefault(Asks.PIN, List.of())) {
      all.add(new Unlock(token, typed(all, secrets, Asks.PIN, "PIN for " + token)));
    }
  }

  private static SecretSource typed(
      List<Unlock> before, Secrets secrets, Asks asks, String question) {
    return before.isEmpty() ? secrets.typed(asks, question) : secrets.typedLater(asks, question);
  }

  private List<Unlock> unlocks(Asks asks, SecretSource secret) {
    return uris.getOrDefault(asks, List.of()).stream().map(uri -> new Unlock(uri, secret)).toList();
  }
}
