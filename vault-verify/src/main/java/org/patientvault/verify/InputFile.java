package org.patientvault.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.patientvault.model.VaultException;

/** A small file that somebody names: a policy, a schema, a state. */
public final class InputFile {
  private static final int MAX_BYTES = 4 << 20;

  private InputFile() {}

  /** All of it; the message of a failure names {@code what} it is and not the file. */
  public static byte[] read(Path file, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new VaultException.LimitExceeded("the " + what + " file is longer than 4 MiB");
      }
      return bytes;
    } catch (IOException e) {
      throw new VaultException.InvalidInput("the " + what + " file cannot be read", e);
    }
  }
}
