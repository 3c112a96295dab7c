package org.patientvault.audit.witness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.ConsistencyProof;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Signs that a log only grew since it was seen last. Whoever has its cosignature on a head knows
 * that nobody was given another history by this witness.
 *
 * <p>Remembers one head for each log, in a folder, before it answers; looking and remembering are
 * one step for all threads and processes. Its word is worth as much as that folder: put back from a
 * backup, it cosigns twice. Safe for use by several threads. Format: C2SP tlog-witness.
 */
public final class Witness {
  private final Map<String, TrustPolicy> logs;
  private final WitnessKeys keys;
  private final Clock clock;
  private final SeenHeads seen;

  private Witness(Path folder, WitnessKeys keys, Map<String, TrustPolicy> logs, Clock clock) {
    this.seen = new SeenHeads(folder);
    this.keys = keys;
    this.logs = Map.copyOf(logs);
    this.clock = clock;
  }

  /**
   * A witness for the logs of these policies; of a log, every key that its policy knows must have
   * signed.
   *
   * @param folder with what it saw; nobody else may write there
   * @throws VaultException.InvalidInput when the folder is none, no log is named, or one in two
   *     policies
   */
  public static Witness open(
      Path folder, WitnessKeys keys, List<TrustPolicy> policies, Clock clock) {
    Map<String, TrustPolicy> logs = new HashMap<>();
    for (TrustPolicy policy : policies) {
      for (String origin : policy.origins()) {
        if (logs.put(origin, policy) != null) {
          throw new VaultException.InvalidInput("two policies name the log " + origin);
        }
      }
    }
    if (logs.isEmpty() || !Files.isDirectory(folder)) {
      throw new VaultException.InvalidInput(
          "a witness needs a folder and, in a policy, the keys of at least one log");
    }
    return new Witness(folder, keys, logs, clock);
  }

  /** Answers one request. What it cosigned is on the disk before this returns. */
  public WitnessAnswer add(byte[] request) {
    AddCheckpoint offered;
    try {
      offered = AddCheckpoint.parse(request);
    } catch (VaultException.InvalidInput e) {
      return WitnessAnswer.refused(WitnessAnswer.MALFORMED, String.valueOf(e.getMessage()));
    }
    TrustPolicy policy = offered.claimedOrigin().map(logs::get).orElse(null);
    if (policy == null) {
      return WitnessAnswer.refused(WitnessAnswer.UNKNOWN_LOG, "unknown log");
    }
    Checkpoint checkpoint;
    try {
      checkpoint = policy.openOwn(offered.note().toArray());
    } catch (VaultException.Tampered
        | VaultException.KeyUnavailable
        | VaultException.InvalidInput e) {
      return WitnessAnswer.refused(
          WitnessAnswer.NOT_SIGNED, "invalid signature: " + e.getMessage());
    }
    return add(offered, checkpoint, policy);
  }

  private WitnessAnswer add(AddCheckpoint offered, Checkpoint checkpoint, TrustPolicy policy) {
    if (offered.oldSize() > checkpoint.size()) {
      return WitnessAnswer.refused(
          WitnessAnswer.MALFORMED, "the old size is larger than the checkpoint's");
    }
    try (SeenHeads.Turn turn = seen.turn(logHash(checkpoint.origin()))) {
      Optional<Checkpoint> known = turn.read().map(note -> verified(note, checkpoint, policy));
      long knownSize = known.map(Checkpoint::size).orElse(0L);
      if (offered.oldSize() != knownSize) {
        return WitnessAnswer.knows(knownSize);
      }
      return grew(offered, checkpoint, known)
          ? cosigned(turn, checkpoint)
          : WitnessAnswer.refused(
              WitnessAnswer.INCONSISTENT, "the consistency proof does not verify");
    }
  }

  /** Who changed the file without this witness's keys did not sign it. */
  private Checkpoint verified(byte[] note, Checkpoint offered, TrustPolicy policy) {
    try {
      Checkpoint known = policy.openOwn(note);
      List<Cosignature> own = ownLines(note, known);
      if (known.origin().equals(offered.origin()) && !own.isEmpty()) {
        return known;
      }
    } catch (VaultException.InvalidInput | VaultException.KeyUnavailable e) {
      throw notOurs(e);
    }
    throw notOurs(null);
  }

  private List<Cosignature> ownLines(byte[] note, Checkpoint known) {
    String text = new String(note, StandardCharsets.UTF_8);
    byte[] lines = text.substring(text.indexOf("\n\n") + 2).getBytes(StandardCharsets.UTF_8);
    return Cosignature.verified(known, lines, keys.publicKeys());
  }

  private static VaultException.Tampered notOurs(
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new VaultException.Tampered(
        "the head that this witness kept is not one that it cosigned; nothing was signed: find out"
            + " who writes into its folder",
        cause);
  }

  private static boolean grew(
      AddCheckpoint offered, Checkpoint checkpoint, Optional<Checkpoint> known) {
    if (checkpoint.size() == 0 && !checkpoint.root().equals(new MerkleFrontier().root())) {
      return false;
    }
    if (offered.oldSize() == 0) {
      return offered.proof().isEmpty();
    }
    return new ConsistencyProof(offered.oldSize(), checkpoint.size(), offered.proof())
        .proves(known.orElseThrow().root(), checkpoint.root());
  }

  private WitnessAnswer cosigned(SeenHeads.Turn turn, Checkpoint checkpoint) {
    List<Cosignature> lines = keys.cosign(checkpoint, Math.floorDiv(clock.millis(), 1000L));
    turn.write(Cosignature.kept(checkpoint, lines));
    byte[] body = Cosignature.append(new byte[0], lines.stream().map(Cosignature::line).toList());
    return WitnessAnswer.cosigned(Bytes.of(body));
  }

  /**
   * The newest head it cosigned, as a note with the log's and its own signatures.
   *
   * @param logHash SHA-256 of the log's origin, 64 lower-case hex digits
   */
  public Optional<byte[]> newest(String logHash) {
    return logs.keySet().stream().anyMatch(origin -> logHash(origin).equals(logHash))
        ? seen.newest(logHash)
        : Optional.empty();
  }

  /** The logs it signs for. */
  public List<String> origins() {
    List<String> names = new ArrayList<>(logs.keySet());
    names.sort(null);
    return names;
  }

  /** How a log's file and address are called. */
  public static String logHash(String origin) {
    try {
      byte[] name = origin.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
