package org.patientvault.audit;

import java.util.Optional;
import org.patientvault.audit.details.DetailsCipher;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.model.VaultException;

/** The sealed details of a bundle, and what opens them, if the auditor has it. */
final class Details {
  static final String HEADER = "details/key";
  private static final int MOST_HEADER_BYTES = 64 * 1024;

  private Details() {}

  /**
   * What opens them; empty when nothing does or the auditor does not ask. What that means is added
   * to the findings.
   */
  static Optional<DetailsCipher> open(
      BundleFiles files,
      boolean anyThere,
      Optional<DetailsKey> key,
      String origin,
      Findings findings) {
    if (key.isEmpty()) {
      if (anyThere) {
        findings.add(new DetailVerdict.Sealed());
      }
      return Optional.empty();
    }
    Optional<byte[]> header = files.read(HEADER, MOST_HEADER_BYTES);
    if (header.isEmpty()) {
      findings.add(files.missing(HEADER));
      return Optional.empty();
    }
    try {
      Optional<DetailsCipher> cipher = key.get().open(header.get(), origin);
      if (cipher.isEmpty()) {
        findings.add(new Verdict.CannotTell(HEADER, "is for another auditor's key"));
      }
      return cipher;
    } catch (VaultException.InvalidInput e) {
      findings.add(new Tampering.FileChanged(HEADER, "is no header of sealed details"));
      return Optional.empty();
    }
  }
}
