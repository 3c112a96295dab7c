package org.patientvault.verify.planted;

import org.patientvault.VaultLabel;
import picocli.CommandLine.Command;

/** Looks at a vault. */
@Command(name = "behind")
final class BehindIsTheVault {
  Class<?> seen() {
    return VaultLabel.class;
  }
}
