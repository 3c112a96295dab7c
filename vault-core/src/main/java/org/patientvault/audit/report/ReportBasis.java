package org.patientvault.audit.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.LogParties;
import org.patientvault.audit.Report;
import org.patientvault.audit.VerifierKey;
import org.patientvault.model.Bytes;

/**
 * What is known beside the entries.
 *
 * @param source where the entries come from
 * @param patients the pseudonyms of the patient who was asked for; empty for one the log does not
 *     know
 * @param users the pseudonyms of the user who was asked for
 * @param nobody the pseudonym of the subject whose records belong to no patient, where it is known
 * @param keys the log's public keys, or those of the auditor's policy
 * @param log what a verification of the whole log said, for questions that ask it
 */
public record ReportBasis(
    Source source,
    Set<Bytes> patients,
    Set<Bytes> users,
    Optional<Bytes> nobody,
    List<VerifierKey> keys,
    Optional<VerifiedLog> log) {
  public ReportBasis {
    patients = Set.copyOf(patients);
    users = Set.copyOf(users);
    keys = List.copyOf(keys);
  }

  /** Where entries come from. */
  public enum Source {
    /** A vault: details in real names, as long as they are kept. */
    VAULT,
    /** An exported log: pseudonyms alone. */
    BUNDLE
  }

  /**
   * What a verification said.
   *
   * @param state what the auditor kept from the last time
   * @param keys whose word it is that these are the log's keys
   */
  public record VerifiedLog(
      Report verdict, LogParties parties, Optional<AuditorState> state, KeysFrom keys) {}

  /** Who said which keys are the log's. */
  public enum KeysFrom {
    /** The auditor, by a policy of his own. */
    AUDITOR,
    /** The vault that is under audit, which proves nothing by that. */
    VAULT
  }
}
