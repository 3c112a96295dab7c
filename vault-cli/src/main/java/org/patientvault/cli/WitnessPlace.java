package org.patientvault.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.witness.Witness;
import org.patientvault.audit.witness.WitnessKeys;
import org.patientvault.keys.SealedFile;
import org.patientvault.verify.InputFile;

/** A witness's folder, opened with its passphrase. */
final class WitnessPlace {
  private WitnessPlace() {}

  static Path keyFile(Path folder) {
    return folder.resolve("witness.key");
  }

  /**
   * The witness that lives there.
   *
   * @param policies files with the keys of the logs that it signs for
   */
  static Witness open(Desk desk, Path folder, List<Path> policies) {
    List<TrustPolicy> logs =
        policies.stream().map(file -> TrustPolicy.parse(InputFile.read(file, "policy"))).toList();
    SealedFile.Opened opened = SealedFile.open(keyFile(folder), desk.witnessSecret());
    try {
      WitnessKeys keys = WitnessKeys.of(opened.label(), opened.secret());
      return Witness.open(folder, keys, logs, Clock.systemUTC());
    } finally {
      Arrays.fill(opened.secret(), (byte) 0);
    }
  }
}
