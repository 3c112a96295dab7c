package org.patientvault.verify;

import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.audit.details.DetailsRecipient;

/** The files of an auditor's key pair. */
public final class DetailsFile {
  private DetailsFile() {}

  /** The secret half; what was read of it is wiped. */
  static DetailsKey key(Path file) {
    byte[] text = InputFile.read(file, "key");
    try {
      return DetailsKey.parse(text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** The public half. */
  public static DetailsRecipient recipient(Path file) {
    return DetailsRecipient.parse(InputFile.read(file, "public key"));
  }
}
