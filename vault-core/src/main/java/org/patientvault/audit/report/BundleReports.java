package org.patientvault.audit.report;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Entry;
import org.patientvault.audit.LogParties;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifiedEntries;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Reports from an exported log, offline: verified first, and only what verified is told of.
 *
 * <p>Knows pseudonyms alone. The entries that the answer is made of are hashed once more while they
 * are read, and must give the verified root.
 */
public final class BundleReports {
  private static final int PSEUDONYM_BYTES = 16;

  private BundleReports() {}

  /**
   * What came of it.
   *
   * @param verdict what the verification said
   * @param report empty when the log did not verify
   */
  public record Made(Report verdict, Optional<AuditReport> report) {}

  /**
   * Verifies {@code bundle} and answers.
   *
   * @param state what the auditor kept from the last time
   * @throws VaultException.InvalidInput when a patient or user is named by anything but a pseudonym
   * @throws VaultException.StorageFailed when the directory cannot be read
   * @throws VaultException.Tampered when a file was changed after it was verified
   */
  public static Made make(
      Path bundle, TrustPolicy policy, Optional<AuditorState> state, ReportRequest request) {
    return make(
        bundle,
        policy,
        state,
        request,
        new Asked(asked(request.patient()), asked(request.user()), ReportBasis.KeysFrom.AUDITOR));
  }

  /**
   * As {@link #make}, of a vault's own export by its own keys, which the report says.
   *
   * @param policy the keys that the vault showed
   */
  public static Made ofVault(Path bundle, TrustPolicy policy, ReportRequest request) {
    Asked asked = new Asked(Set.of(), Set.of(), ReportBasis.KeysFrom.VAULT);
    return make(bundle, policy, Optional.empty(), request, asked);
  }

  private record Asked(Set<Bytes> patients, Set<Bytes> users, ReportBasis.KeysFrom keys) {}

  private static Made make(
      Path bundle,
      TrustPolicy policy,
      Optional<AuditorState> state,
      ReportRequest request,
      Asked asked) {
    Report verdict = BundleVerifier.verify(bundle, policy, state);
    Optional<AuditorState.MerkleTreeState> tree = verified(verdict);
    if (tree.isEmpty()) {
      return new Made(verdict, Optional.empty());
    }
    ReportBasis basis =
        new ReportBasis(
            ReportBasis.Source.BUNDLE,
            asked.patients,
            asked.users,
            Optional.empty(),
            policy.keys(),
            Optional.of(
                new ReportBasis.VerifiedLog(
                    verdict, LogParties.of(bundle, policy), state, asked.keys)));
    ReportMaker maker = Question.maker(request, basis);
    VerifiedEntries.stream(
        bundle, tree.get(), (index, entry) -> maker.take(entry(bundle, index, entry)));
    return new Made(verdict, Optional.of(maker.make()));
  }

  private static ReportEntry entry(Path bundle, long index, Entry entry) {
    Optional<Bytes> text =
        ReportEntry.textOf(entry).map(digest -> VerifiedEntries.payload(bundle, digest));
    return new ReportEntry(index, entry, Optional.empty(), text);
  }

  private static Optional<AuditorState.MerkleTreeState> verified(Report verdict) {
    return switch (verdict.exitCode()) {
      case VERIFIED, POLICY_NOT_MET -> verdict.tree();
      case REFUSED, CANNOT_TELL, TAMPERED -> Optional.empty();
    };
  }

  private static Set<Bytes> asked(Optional<String> who) {
    return who.map(text -> Set.of(pseudonym(text).orElseThrow(BundleReports::noPseudonym)))
        .orElse(Set.of());
  }

  /** What a pseudonym spells; empty when the text is none. */
  public static Optional<Bytes> pseudonym(String text) {
    if (!text.matches("[A-Za-z0-9_-]{21}[AQgw]")) {
      return Optional.empty();
    }
    return Optional.of(Bytes.of(Base64.getUrlDecoder().decode(text)))
        .filter(bytes -> bytes.size() == PSEUDONYM_BYTES);
  }

  private static VaultException.InvalidInput noPseudonym() {
    return new VaultException.InvalidInput(
        "an exported log knows pseudonyms alone: 22 characters, as entries spell them");
  }
}
