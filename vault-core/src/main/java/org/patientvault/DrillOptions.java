package org.patientvault;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.patientvault.audit.DrillFacts;
import org.patientvault.audit.TrustPolicy;

/**
 * How a drill is held. Immutable; each method gives a changed copy.
 *
 * @param scratch a folder with room for two and a half times the vault; the copy is made in a
 *     folder of its own there, which only its owner may enter
 * @param backup what is put back; empty to take a backup now
 * @param trust public keys that were kept, where the log's were renewed after the backup; empty to
 *     go by those that the vault names
 * @param sample of how many patients the records are opened at most, 1 to 1,000,000
 * @param seed by which these are drawn; empty for a random one
 * @param keep whether the folder stays: it holds the vault's records, sealed as the vault is
 * @param told hears, in words, how each step ended, and why one failed
 */
public record DrillOptions(
    Path scratch,
    Optional<Path> backup,
    Optional<TrustPolicy> trust,
    int sample,
    Optional<String> seed,
    boolean keep,
    Consumer<String> told) {
  private static final int SAMPLE = 20;
  private static final int MOST = 1_000_000;

  public DrillOptions {
    Objects.requireNonNull(scratch, "scratch");
    Objects.requireNonNull(told, "told");
    if (sample < 1 || sample > MOST) {
      throw new IllegalArgumentException("1 to 1,000,000 patients are drawn");
    }
    if (seed.filter(text -> !DrillFacts.isSeed(text)).isPresent()) {
      throw new IllegalArgumentException(
          "a seed has 1 to 64 letters, digits, dots, dashes and underscores");
    }
  }

  /** With a backup that is taken now, 20 patients, and nothing kept; nobody is told. */
  public static DrillOptions in(Path scratch) {
    return new DrillOptions(
        scratch, Optional.empty(), Optional.empty(), SAMPLE, Optional.empty(), false, words -> {});
  }

  public DrillOptions withBackup(Path file) {
    return new DrillOptions(scratch, Optional.of(file), trust, sample, seed, keep, told);
  }

  public DrillOptions withTrust(TrustPolicy policy) {
    return new DrillOptions(scratch, backup, Optional.of(policy), sample, seed, keep, told);
  }

  public DrillOptions withSample(int patients) {
    return new DrillOptions(scratch, backup, trust, patients, seed, keep, told);
  }

  public DrillOptions withSeed(String text) {
    return new DrillOptions(scratch, backup, trust, sample, Optional.of(text), keep, told);
  }

  public DrillOptions keeping() {
    return new DrillOptions(scratch, backup, trust, sample, seed, true, told);
  }

  public DrillOptions withTold(Consumer<String> listener) {
    return new DrillOptions(scratch, backup, trust, sample, seed, keep, listener);
  }
}
