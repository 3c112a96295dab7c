package org.patientvault.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Who vouched for a log, each with the largest tree it signed, and the trees that older heads name.
 *
 * <p>Verify the bundle first: what is said here rests on signatures, not on entries.
 *
 * @param parties the keys of the policy, the log's own first
 * @param heads the newest head first, then older ones that the bundle keeps, 100 at most
 */
public record LogParties(String origin, List<Party> parties, List<Head> heads) {
  private static final int MOST_HEADS = 100;

  /** A week of one head a minute: who signed none of these is not seen. */
  private static final int MOST_READ = 10_080;

  public LogParties {
    parties = List.copyOf(parties);
    heads = List.copyOf(heads);
  }

  /**
   * One key.
   *
   * @param own whether it is the log's, not somebody else's
   * @param seen the largest tree it signed, among the newest 10,080 that the bundle holds
   */
  public record Party(VerifierKey key, boolean own, Optional<Head> seen) {}

  /** A tree that was signed; {@code signedAt} is empty where no signature says when. */
  public record Head(long size, Bytes root, Optional<Instant> signedAt) {}

  /**
   * Reads the heads of {@code bundle}.
   *
   * @throws VaultException.Tampered when a head has a bad signature
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   * @throws VaultException.InvalidInput when there is no head
   */
  public static LogParties of(Path bundle, TrustPolicy policy) {
    BundleFiles files = new BundleFiles(bundle);
    Checkpoint newest = BundleTree.at(bundle, policy).head();
    Map<VerifierKey, Head> seen = new LinkedHashMap<>();
    List<Head> heads = new ArrayList<>();
    note(newest, seen, heads);
    for (long size : older(bundle, newest.size())) {
      files
          .read(TilePath.checkpoint(size), SignedNote.MAX_BYTES)
          .ifPresent(bytes -> note(policy.open(bytes), seen, heads));
    }
    String origin = newest.origin();
    List<Party> parties = new ArrayList<>();
    policy.ownKeys(origin).forEach(key -> parties.add(party(key, true, seen)));
    policy.outsideKeys(origin).forEach(key -> parties.add(party(key, false, seen)));
    return new LogParties(origin, parties, heads);
  }

  private static void note(Checkpoint head, Map<VerifierKey, Head> seen, List<Head> heads) {
    for (VerifiedSignature each : head.signatures()) {
      seen.putIfAbsent(each.key(), signed(head, each.unixSeconds()));
    }
    if (heads.size() < MOST_HEADS) {
      heads.add(new Head(head.size(), head.root(), head.signedAt()));
    }
  }

  private static Head signed(Checkpoint head, long unixSeconds) {
    Optional<Instant> at =
        unixSeconds > 0 ? Optional.of(Instant.ofEpochSecond(unixSeconds)) : head.signedAt();
    return new Head(head.size(), head.root(), at);
  }

  private static Party party(VerifierKey key, boolean own, Map<VerifierKey, Head> seen) {
    return new Party(key, own, Optional.ofNullable(seen.get(key)));
  }

  /** Sizes of kept heads below the newest, falling. */
  private static List<Long> older(Path bundle, long below) {
    Path kept = bundle.resolve("checkpoints");
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(kept)) {
      return names
          .map(name -> name.getFileName().toString())
          .filter(name -> name.matches("0|[1-9][0-9]{0,17}"))
          .map(Long::valueOf)
          .filter(size -> size < below)
          .sorted(Comparator.reverseOrder())
          .limit(MOST_READ)
          .toList();
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the bundle cannot be listed: " + bundle, e);
    }
  }
}
