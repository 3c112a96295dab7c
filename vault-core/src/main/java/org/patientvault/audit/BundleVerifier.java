package org.patientvault.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private static final String OUTSIDE_HEAD = "outside-head";

  private final BundleFiles files;
  private final TrustPolicy policy;
  private final AuditorInput input;
  private final StartingPoint start;
  private final Findings findings = new Findings();
  private final List<Bytes> evidence = new ArrayList<>();
  private Optional<EntriesSeen> seen = Optional.empty();

  private BundleVerifier(Path bundle, TrustPolicy policy, AuditorInput input, StartingPoint start) {
    this.start = start;
    this.files = new BundleFiles(bundle);
    this.policy = policy;
    this.input = input;
  }

  /**
   * Verifies with one thread for each processor.
   *
   * @param state what the auditor kept from the last time; empty the first time
   * @throws VaultException.StorageFailed when the directory cannot be read
   */
  public static Report verify(Path bundle, TrustPolicy policy, Optional<AuditorState> state) {
    return verify(bundle, policy, AuditorInput.of(state));
  }

  /** Verifies with so many threads; with one, in the caller's own. */
  public static Report verify(
      Path bundle, TrustPolicy policy, Optional<AuditorState> state, int threads) {
    return verify(bundle, policy, AuditorInput.of(state), threads);
  }

  /** Verifies, and holds the log against all that the auditor brings. */
  public static Report verify(Path bundle, TrustPolicy policy, AuditorInput input) {
    return verify(bundle, policy, input, Runtime.getRuntime().availableProcessors());
  }

  /** As above, with so many threads; with one, in the caller's own. */
  public static Report verify(Path bundle, TrustPolicy policy, AuditorInput input, int threads) {
    requireDirectory(bundle);
    return new BundleVerifier(bundle, policy, input, StartingPoint.BEGINNING).run(threads);
  }

  /**
   * Verifies what came after the auditor's state: hashes the entries behind it, from the start of
   * the tile they begin in, and says which.
   *
   * <p>Good means that the signed tree begins with the tree of the state. Files that hold only
   * older entries are not looked at, so it does not mean that this bundle still has those entries.
   * When anything is found, or there is no state to begin at, the whole log is verified instead,
   * and that report is given. Seals of runs that began before the state are not checked, nor are
   * emergencies that were opened before it.
   *
   * @throws VaultException.StorageFailed when the directory cannot be read
   */
  public static Report verifyNew(Path bundle, TrustPolicy policy, AuditorInput input, int threads) {
    requireDirectory(bundle);
    StartingPoint start = input.state().map(StartingPoint::behind).orElse(StartingPoint.BEGINNING);
    if (!start.isBeginning()) {
      Report report = new BundleVerifier(bundle, policy, input, start).run(threads);
      if (report.isGood()) {
        return report;
      }
    }
    return verify(bundle, policy, input, threads);
  }

  private static void requireDirectory(Path bundle) {
    if (!Files.isDirectory(bundle)) {
      throw new VaultException.StorageFailed("not a directory: " + bundle);
    }
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
    if (start.isBeyond(head)) {
      findings.add(new Verdict.CannotTell("auditor-state", "is about another or a larger log"));
      return report(Optional.empty());
    }
    BundleShape shape = new BundleShape(head.size());
    BundleListing listing = BundleListing.of(files.root(), shape, findings);
    if (listing.holes() > MOST_HOLES) {
      findings.add(new Verdict.CannotTell(listing.holes() + " tiles or more", "not in bundle"));
      return report(Optional.empty());
    }
    KeptCheckpoints kept = new KeptCheckpoints(files, policy, head, listing.kept(), brought(head));
    checkOutsideHeads(head, kept);
    TileLadder ladder = new TileLadder(files, shape, start, findings);
    OutsideTimes times = new OutsideTimes(input.times());
    LogStream stream =
        new LogStream(
            files,
            shape,
            ladder,
            new KnownRoots(comparable(head), policy.outsideKeys(head.origin())),
            times,
            start,
            findings,
            head.origin(),
            input.rules());
    KeptAnchors anchors =
        new KeptAnchors(files, listing.anchors(), head, input.times().authorities());
    anchors.beyondHead(findings);
    Optional<DetailCheck> details =
        Details.open(files, listing.hasDetails(), input.details(), head.origin(), findings)
            .map(cipher -> new DetailCheck(files, cipher));
    TilePipeline.run(
        threads,
        start.tile(),
        tiles(shape, listing),
        shape,
        () ->
            new TileCheck(
                files,
                listing,
                kept,
                anchors,
                new EntryInspector(head.size(), start.seen(), details.isPresent()),
                details),
        stream::take);
    stream.finish();
    policy.outsideSignatures(head).forEach(each -> times.bound(TimeBound.witnessed(head, each)));
    Diagnosis diagnosis = new Diagnosis(head, stream, kept, findings);
    diagnosis.report();
    if (stream.cutAt().isEmpty()) {
      findings.addAll(listing.refusedNarrower());
    }
    new PayloadCheck(files, listing.payloads(), findings)
        .check(stream.payloads(), diagnosis.entriesAreSigned(), stream.hasAllEntries());
    return conclude(head, stream, diagnosis.entriesAreSigned(), details.isPresent());
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
    return input.state().filter(each -> each.origin().equals(head.origin()));
  }

  private List<Checkpoint> brought(Checkpoint head) {
    List<Checkpoint> opened = new ArrayList<>();
    for (Bytes note : input.heads()) {
      Opening opening = policy.opened(note.toArray());
      if (!(opening instanceof Opening.Opened open)) {
        findings.add(NoteVerdict.of(opening, OUTSIDE_HEAD));
      } else if (!open.checkpoint().origin().equals(head.origin())) {
        findings.add(new Verdict.CannotTell(OUTSIDE_HEAD, "is about another log"));
      } else {
        opened.add(open.checkpoint());
      }
    }
    return opened;
  }

  private void checkOutsideHeads(Checkpoint head, KeptCheckpoints kept) {
    if (input.state().isPresent() && comparable(head).isEmpty()) {
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
            who, larger.size(), Instant.ofEpochSecond(seen.unixSeconds()), head.size()));
    evidence.add(head.note());
    evidence.add(larger.note());
  }

  private Report conclude(
      Checkpoint head, LogStream stream, boolean entriesAreSigned, boolean detailed) {
    if (!entriesAreSigned) {
      return report(Optional.empty());
    }
    List<Verdict> aboutEntries = stream.findingsAboutSignedEntries(signedAt(head));
    findings.addAll(notMet(aboutEntries, false));
    List<Verdict> aboutDetails = detailed ? aboutDetails(stream) : List.of();
    findings.addAll(of(aboutDetails, ExitCode.TAMPERED));
    for (KnownRoots.Contradiction each : stream.known().contradictions()) {
      evidence.add(head.note());
      each.checkpoint().ifPresent(other -> evidence.add(other.note()));
    }
    List<Verdict> shortfalls = policy.shortfalls(head, "checkpoint");
    List<Verdict> aboutTimes = stream.times().findings(stream.firstTime(), head);
    boolean met =
        Stream.of(shortfalls, aboutEntries, aboutTimes, aboutDetails)
            .flatMap(List::stream)
            .noneMatch(each -> each.code() == ExitCode.POLICY_NOT_MET);
    findings.add(new Verdict.Verified(facts(head, stream), shortfalls.isEmpty() && met));
    findings.addAll(shortfalls);
    findings.addAll(notMet(aboutEntries, true));
    findings.addAll(aboutTimes);
    findings.addAll(of(aboutDetails, ExitCode.POLICY_NOT_MET));
    findings.addAll(of(aboutDetails, ExitCode.VERIFIED));
    addNotices(head, stream);
    findings.addAll(
        new Succession(files, head.origin(), input.previous()).verdicts(stream.genesis()));
    findings.addAll(new NextKeys(files).verdicts(stream.keyNext()));
    MerkleFrontier frontier = stream.ladder().fromEntries();
    seen = stream.seen();
    return report(
        Optional.of(
            new AuditorState.MerkleTreeState(
                head.origin(), head.size(), head.root(), frontier.hashes())));
  }

  /** From a state on, what erasures took of older entries is not looked at. */
  private List<Verdict> aboutDetails(LogStream stream) {
    return stream.detailVerdicts().stream()
        .filter(each -> start.isBeginning() || !(each instanceof DetailVerdict.StillThere))
        .toList();
  }

  private static List<Verdict> of(List<Verdict> verdicts, ExitCode code) {
    return verdicts.stream().filter(each -> each.code() == code).toList();
  }

  /** Those that are a policy not met, or the others. */
  private static List<Verdict> notMet(List<Verdict> verdicts, boolean notMet) {
    return verdicts.stream()
        .filter(each -> (each.code() == ExitCode.POLICY_NOT_MET) == notMet)
        .toList();
  }

  private void addNotices(Checkpoint head, LogStream stream) {
    if (!start.isBeginning()) {
      findings.add(new Verdict.NotLookedAt(new IndexRange(0, start.firstIndex() - 1)));
    }
    Optional<Checkpoint> witnessed = stream.known().witnessed();
    OutsideHead newest =
        OutsideHead.newest(comparable(head), witnessed, stream.times().anchoredSize());
    if (!isWitnessed(head) && newest.size() < head.size()) {
      findings.add(
          new Verdict.NoOutsideHead(
              newest.size(),
              newest.by(),
              head.size(),
              witnessed.flatMap(this::seenAt),
              stream.times().newestAnchor()));
    }
    if (stream.unsealed() > 0) {
      findings.add(new Verdict.Unsealed(stream.unsealed()));
    }
    head.ignored().forEach(line -> findings.add(new Verdict.IgnoredSignature(line.toString())));
  }

  private boolean isWitnessed(Checkpoint head) {
    return policy.outsideKeys(head.origin()).stream().anyMatch(head::isSignedBy);
  }

  /** The newest time that a witness of this head gives. */
  private Optional<Instant> seenAt(Checkpoint head) {
    return policy.outsideKeys(head.origin()).stream()
        .flatMap(key -> head.signedAt(key).stream())
        .max(Instant::compareTo);
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
        stream.times().anchors(),
        stream.erasures(),
        start.firstIndex());
  }

  private static VerifiedFacts.Share share(Checkpoint head, List<VerifierKey> keys) {
    int have = (int) keys.stream().filter(head::isSignedBy).count();
    return new VerifiedFacts.Share(have, keys.size());
  }

  private Report report(Optional<AuditorState.MerkleTreeState> tree) {
    return new Report(
        findings.all(), policy.keys(), evidence.stream().distinct().toList(), tree, seen);
  }
}
