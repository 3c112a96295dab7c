package org.patientvault.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Verifies a bundle with nothing but public keys, and says what is wrong with it and where.
 *
 * <p>Offline, creates no file, follows no link, and holds a few tiles in memory however long the
 * log is. A good answer means: these are the entries that the log signed. It does not mean that
 * every event was written, nor, without an outside head, that the end is there. Format and rules:
 * docs/formats/audit-log.md.
 */
public final class BundleVerifier {
  private static final int MOST_HOLES = 100_000;

  private final BundleFiles files;
  private final TrustPolicy policy;
  private final Optional<AuditorState> state;
  private final AuditRules rules;
  private final Findings findings = new Findings();
  private final List<Bytes> evidence = new ArrayList<>();

  private BundleVerifier(
      Path bundle, TrustPolicy policy, Optional<AuditorState> state, AuditRules rules) {
    this.files = new BundleFiles(bundle);
    this.policy = policy;
    this.state = state;
    this.rules = rules;
  }

  /**
   * Verifies with one thread for each processor.
   *
   * @param state what the auditor kept from the last time; empty the first time
   * @throws VaultException.StorageFailed when the directory cannot be read
   */
  public static Report verify(Path bundle, TrustPolicy policy, Optional<AuditorState> state) {
    return verify(bundle, policy, state, AuditRules.STANDARD);
  }

  /** Verifies with one thread for each processor, by rules of the auditor's own. */
  public static Report verify(
      Path bundle, TrustPolicy policy, Optional<AuditorState> state, AuditRules rules) {
    return verify(bundle, policy, state, rules, Runtime.getRuntime().availableProcessors());
  }

  /** Verifies with so many threads; with one, in the caller's own. */
  public static Report verify(
      Path bundle, TrustPolicy policy, Optional<AuditorState> state, int threads) {
    return verify(bundle, policy, state, AuditRules.STANDARD, threads);
  }

  private static Report verify(
      Path bundle,
      TrustPolicy policy,
      Optional<AuditorState> state,
      AuditRules rules,
      int threads) {
    if (!Files.isDirectory(bundle)) {
      throw new VaultException.StorageFailed("not a directory: " + bundle);
    }
    return new BundleVerifier(bundle, policy, state, rules).run(threads);
  }

  private Report run(int threads) {
    Optional<Checkpoint> head = openHead();
    return head.isPresent() ? verify(head.get(), threads) : report(Optional.empty());
  }

  private Optional<Checkpoint> openHead() {
    Optional<byte[]> note = files.read("checkpoint", SignedNote.MAX_BYTES);
    if (note.isEmpty() || note.get().length == 0) {
      findings.add(files.missing("checkpoint"));
      return Optional.empty();
    }
    Opening opening = policy.opened(note.get());
    if (opening instanceof Opening.Opened opened) {
      return Optional.of(opened.checkpoint());
    }
    findings.add(NoteVerdict.of(opening, "checkpoint"));
    return Optional.empty();
  }

  private Report verify(Checkpoint head, int threads) {
    BundleShape shape = new BundleShape(head.size());
    BundleListing listing = BundleListing.of(files.root(), shape, findings);
    if (listing.holes() > MOST_HOLES) {
      findings.add(new Verdict.CannotTell(listing.holes() + " tiles or more", "not in bundle"));
      return report(Optional.empty());
    }
    KeptCheckpoints kept = new KeptCheckpoints(files, policy, head, listing.kept());
    checkOutsideHeads(head, kept);
    TileLadder ladder = new TileLadder(files, shape, findings);
    LogStream stream =
        new LogStream(
            files, shape, ladder, new KnownRoots(comparable(head)), findings, head.origin(), rules);
    TilePipeline.run(
        threads,
        tiles(shape, listing),
        shape,
        () -> new TileCheck(files, listing, kept, head.size()),
        stream::take);
    stream.finish();
    Diagnosis diagnosis = new Diagnosis(head, stream, kept, findings);
    diagnosis.report();
    if (stream.cutAt().isEmpty()) {
      findings.addAll(listing.refusedNarrower());
    }
    new PayloadCheck(files, listing.payloads(), findings)
        .check(stream.payloads(), diagnosis.entriesAreSigned(), stream.hasAllEntries());
    return conclude(head, stream, diagnosis.entriesAreSigned());
  }

  /** Those there are files of, and one more when that is not all: it shows where the log is cut. */
  private static long tiles(BundleShape shape, BundleListing listing) {
    return Math.min(shape.tiles(0), listing.reach() + 1);
  }

  /** When the newest signature was made, by the log's own clock. */
  private static Instant signedAt(Checkpoint head) {
    return Instant.ofEpochSecond(
        head.signatures().stream().mapToLong(VerifiedSignature::unixSeconds).max().orElse(0));
  }

  /** The state, when it is about this log. */
  private Optional<AuditorState> comparable(Checkpoint head) {
    return state.filter(each -> each.origin().equals(head.origin()));
  }

  private void checkOutsideHeads(Checkpoint head, KeptCheckpoints kept) {
    if (state.isPresent() && comparable(head).isEmpty()) {
      findings.add(new Verdict.CannotTell("auditor-state", "is about another log"));
    }
    comparable(head)
        .filter(known -> known.size() > head.size())
        .ifPresent(
            known ->
                findings.add(new Tampering.Truncated("auditor-state", known.size(), head.size())));
    kept.beyondHead(findings).ifPresent(larger -> reportRollback(head, larger));
  }

  private void reportRollback(Checkpoint head, Checkpoint larger) {
    List<VerifierKey> outside = policy.outsideKeys(head.origin());
    VerifiedSignature seen =
        larger.signatures().stream()
            .filter(each -> outside.contains(each.key()))
            .findFirst()
            .orElse(larger.signatures().get(larger.signatures().size() - 1));
    String who = (outside.contains(seen.key()) ? "witness " : "log ") + seen.key().name();
    findings.add(
        new Tampering.RolledBack(
            who, larger.size(), java.time.Instant.ofEpochSecond(seen.unixSeconds()), head.size()));
    evidence.add(head.note());
    evidence.add(larger.note());
  }

  private Report conclude(Checkpoint head, LogStream stream, boolean entriesAreSigned) {
    if (!entriesAreSigned) {
      return report(Optional.empty());
    }
    findings.addAll(stream.findingsAboutSignedEntries(signedAt(head)));
    for (KnownRoots.Contradiction each : stream.known().contradictions()) {
      evidence.add(head.note());
      each.checkpoint().ifPresent(other -> evidence.add(other.note()));
    }
    List<Verdict> shortfalls = policy.shortfalls(head, "checkpoint");
    findings.add(new Verdict.Verified(facts(head, stream), shortfalls.isEmpty()));
    findings.addAll(shortfalls);
    addNotices(head);
    if (stream.unsealed() > 0) {
      findings.add(new Verdict.Unsealed(stream.unsealed()));
    }
    MerkleFrontier frontier = stream.ladder().fromEntries();
    return report(
        Optional.of(
            new AuditorState.MerkleTreeState(
                head.origin(), head.size(), head.root(), frontier.hashes())));
  }

  private void addNotices(Checkpoint head) {
    boolean seenOutside = policy.outsideKeys(head.origin()).stream().anyMatch(head::isSignedBy);
    long known = comparable(head).map(AuditorState::size).orElse(0L);
    if (!seenOutside && (known < head.size() || comparable(head).isEmpty())) {
      findings.add(new Verdict.NoOutsideHead(known, head.size()));
    }
    head.ignored().forEach(line -> findings.add(new Verdict.IgnoredSignature(line.toString())));
  }

  private VerifiedFacts facts(Checkpoint head, LogStream stream) {
    return new VerifiedFacts(
        head.origin(),
        head.size(),
        head.root(),
        stream.firstTime(),
        stream.lastTime(),
        share(head, policy.ownKeys(head.origin())),
        share(head, policy.outsideKeys(head.origin())),
        0,
        stream.erasures());
  }

  private static VerifiedFacts.Share share(Checkpoint head, List<VerifierKey> keys) {
    int have = (int) keys.stream().filter(head::isSignedBy).count();
    return new VerifiedFacts.Share(have, keys.size());
  }

  private Report report(Optional<AuditorState.MerkleTreeState> tree) {
    return new Report(findings.all(), policy.keys(), evidence.stream().distinct().toList(), tree);
  }
}
