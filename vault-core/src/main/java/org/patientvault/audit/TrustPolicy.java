package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Whose signatures an auditor relies on: logs, witnesses, and how many of them are enough.
 *
 * <p>A C2SP tlog-policy. It comes from outside, by hand, and never from what is under audit. Safe
 * for use by several threads. Format: docs/formats/audit-log.md.
 */
public final class TrustPolicy {
  private final List<PolicyLog> logs;
  private final List<PolicyMember> members;
  private final Optional<PolicyMember> quorum;

  TrustPolicy(List<PolicyLog> logs, List<PolicyMember> members, Optional<PolicyMember> quorum) {
    this.logs = List.copyOf(logs);
    this.members = List.copyOf(members);
    this.quorum = quorum;
  }

  /**
   * Reads a policy file.
   *
   * @throws VaultException.InvalidInput naming the line that is refused
   */
  public static TrustPolicy parse(byte[] file) {
    return PolicyParser.parse(file);
  }

  /**
   * The policy of a log without witnesses: both of its signatures are required. Its ML-DSA-44 line
   * is a cosignature by C2SP, so that key stands as the witness that the quorum names.
   */
  public static TrustPolicy of(LogVerifierKeys keys) {
    PolicyMember second =
        new PolicyMember.Witness(PolicyText.octets(keys.origin()), keys.mlDsa44(), "");
    return new TrustPolicy(
        List.of(new PolicyLog(keys.ed25519(), "")), List.of(second), Optional.of(second));
  }

  /**
   * What an auditor of a witnessed log needs: both signatures of the log, and the quorum of {@code
   * others}, whose logs do not count here.
   *
   * @throws VaultException.InvalidInput when a name or key of {@code others} is the log's own, or
   *     its quorum is a member of a group
   */
  public static TrustPolicy of(LogVerifierKeys keys, TrustPolicy others) {
    return ComposedPolicy.of(of(keys), others);
  }

  /** The policy as a file that {@link #parse} and other C2SP tools accept. */
  public byte[] text() {
    return PolicyText.of(this);
  }

  List<PolicyLog> logs() {
    return logs;
  }

  List<PolicyMember> members() {
    return members;
  }

  Optional<PolicyMember> quorum() {
    return quorum;
  }

  /** Every key, logs first, for printing with its fingerprint. */
  public List<VerifierKey> keys() {
    return Stream.concat(logs.stream().map(PolicyLog::key), witnessKeys()).distinct().toList();
  }

  Stream<VerifierKey> witnessKeys() {
    return members.stream()
        .filter(PolicyMember.Witness.class::isInstance)
        .map(member -> ((PolicyMember.Witness) member).key());
  }

  /**
   * Checks a note's signatures. Whether the quorum is met is {@link #isMetBy}.
   *
   * @throws VaultException.Tampered when a known key's signature is bad or the log's is missing
   * @throws VaultException.KeyUnavailable when no key of the policy can tell
   * @throws VaultException.InvalidInput when it is not a checkpoint
   */
  public Checkpoint open(byte[] note) {
    Opening opening = opened(note);
    if (opening instanceof Opening.BadSignature bad) {
      throw new VaultException.Tampered("a checkpoint with a bad signature of " + bad.key());
    }
    if (opening instanceof Opening.UnknownKey unknown) {
      throw new VaultException.KeyUnavailable(
          "a checkpoint signed by " + unknown.who() + ", a key that the policy does not hold");
    }
    if (opening instanceof Opening.Malformed malformed) {
      throw new VaultException.InvalidInput(malformed.reason());
    }
    return ((Opening.Opened) opening).checkpoint();
  }

  /** Whether a log of this name is among those it trusts. */
  public boolean hasLog(String origin) {
    return logs.stream().anyMatch(log -> log.key().name().equals(origin));
  }

  /** The names of the logs it trusts. */
  public List<String> origins() {
    return logs.stream().map(log -> log.key().name()).distinct().toList();
  }

  /** Those besides the log {@code origin} itself whom it lets witness, in their order. */
  public List<PolicyWitness> witnesses(String origin) {
    return members.stream()
        .filter(PolicyMember.Witness.class::isInstance)
        .map(PolicyMember.Witness.class::cast)
        .filter(member -> !member.key().name().equals(origin))
        .map(member -> new PolicyWitness(member.name(), member.key(), member.url()))
        .toList();
  }

  /** Whether it is content with no witness at all. */
  public boolean asksForNobody() {
    return quorum.isEmpty();
  }

  /**
   * As {@link #open}, and demands every signature of the log's own keys that the policy knows;
   * whether witnesses signed does not matter.
   *
   * @throws VaultException.Tampered also when one of them is missing
   */
  public Checkpoint openOwn(byte[] note) {
    Checkpoint checkpoint = open(note);
    if (!missingOwn(checkpoint, "").isEmpty()) {
      throw new VaultException.Tampered("a checkpoint without all signatures of its log");
    }
    return checkpoint;
  }

  Opening opened(byte[] note) {
    try {
      SignedNote signed = SignedNote.parse(note);
      TreeHead head = TreeHead.parse(signed.unverifiedText());
      return opened(head, NoteSignatures.of(signed, keys()), note);
    } catch (VaultException.InvalidInput e) {
      return new Opening.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private Opening opened(TreeHead head, NoteSignatures signatures, byte[] note) {
    if (!signatures.bad().isEmpty()) {
      return new Opening.BadSignature(signatures.bad().get(0), false);
    }
    boolean signedByLog =
        signatures.verified().stream()
            .map(VerifiedSignature::key)
            .anyMatch(logKeys(head)::contains);
    if (signedByLog) {
      return new Opening.Opened(
          new Checkpoint(head, signatures.verified(), signatures.ignored(), Bytes.of(note)));
    }
    return unsigned(head, signatures);
  }

  private List<VerifierKey> logKeys(TreeHead head) {
    return logs.stream()
        .map(PolicyLog::key)
        .filter(key -> key.name().equals(head.origin()))
        .toList();
  }

  private Opening unsigned(TreeHead head, NoteSignatures signatures) {
    Optional<NoteLine> stranger =
        signatures.ignored().stream().filter(line -> line.name().equals(head.origin())).findFirst();
    List<VerifierKey> expected = logKeys(head);
    if (stranger.isEmpty() && !expected.isEmpty()) {
      return new Opening.BadSignature(expected.get(0), true);
    }
    return new Opening.UnknownKey(stranger.map(NoteLine::toString).orElse(head.origin()));
  }

  /** True when the quorum signed this checkpoint. */
  public boolean isMetBy(Checkpoint checkpoint) {
    return quorum.map(member -> member.witnesses(checkpoint::isSignedBy)).orElse(true);
  }

  /** The log's own keys by this policy, whichever line names them. */
  List<VerifierKey> ownKeys(String origin) {
    return keys().stream().filter(key -> key.name().equals(origin)).toList();
  }

  /** The keys of others that may witness this log. */
  List<VerifierKey> outsideKeys(String origin) {
    return witnessKeys().filter(key -> !key.name().equals(origin)).toList();
  }

  /** What others than the log say of a checkpoint, and when. */
  List<VerifiedSignature> outsideSignatures(Checkpoint checkpoint) {
    List<VerifierKey> outside = outsideKeys(checkpoint.origin());
    return checkpoint.signatures().stream()
        .filter(each -> each.unixSeconds() > 0 && outside.contains(each.key()))
        .toList();
  }

  /** Where a checkpoint falls short of the policy: the log's own lines first, then witnesses. */
  List<Verdict> shortfalls(Checkpoint checkpoint, String file) {
    List<Verdict> found = new ArrayList<>(missingOwn(checkpoint, file));
    List<VerifierKey> own = ownKeys(checkpoint.origin());
    quorum
        .filter(all -> !all.witnesses(key -> own.contains(key) || checkpoint.isSignedBy(key)))
        .map(all -> all.shortfall(key -> own.contains(key) || checkpoint.isSignedBy(key)))
        .ifPresent(member -> found.add(witnessShort(member, checkpoint)));
    return found;
  }

  /** The log's own signatures that the policy knows and the checkpoint lacks. */
  List<Verdict> missingOwn(Checkpoint checkpoint, String file) {
    return ownKeys(checkpoint.origin()).stream()
        .filter(key -> key.type().isTimed() && !checkpoint.isSignedBy(key))
        .map(key -> (Verdict) new Verdict.SignatureMissing(key.type().label(), file, requires(key)))
        .toList();
  }

  private boolean requires(VerifierKey key) {
    return quorum.map(all -> !all.witnesses(other -> !other.equals(key))).orElse(false);
  }

  private static Verdict witnessShort(PolicyMember member, Checkpoint checkpoint) {
    return member instanceof PolicyMember.Group group
        ? new Verdict.WitnessShort(
            group.count(checkpoint::isSignedBy), group.threshold(), group.name())
        : new Verdict.WitnessShort(0, 1, member.name());
  }
}
