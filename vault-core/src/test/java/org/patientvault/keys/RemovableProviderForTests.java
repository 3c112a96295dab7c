package org.patientvault.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A token that is a file: its PIN, its key, and a word when it is disabled. Whoever takes the file
 * away has pulled the token out. Beside it stands a line for each time a PIN was shown.
 */
public class RemovableProviderForTests implements ProtectorProvider {
  /** The kind, and the scheme of the URI. */
  public static final String KIND = "removable-for-tests";

  /** At the end of the URI: it has a PIN of its own, which is 0000, and asks nobody. */
  public static final String OWN_PIN = "?own=yes";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean canVanish() {
    return true;
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    return open(unlock, Bytes.of(new byte[0]));
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    List<String> token = inserted(unlock);
    String pin =
        unlock.uri().text().endsWith(OWN_PIN) ? "0000" : new String(unlock.secret().read());
    boolean right = pin.equals(token.get(0));
    count(unlock, right);
    if (!right) {
      throw new VaultException.KeyUnavailable(
          Reason.WRONG_SECRET, "the token refuses the PIN", null);
    }
    if (token.size() > 2) {
      throw new VaultException.KeyUnavailable(Reason.DISABLED, "the key is disabled", null);
    }
    return new AesGcmProtector(
        unlock.uri(),
        parameters,
        Mechanism.KEYSTORE_AES_GCM,
        HexFormat.of().parseHex(token.get(1)));
  }

  private static List<String> inserted(Unlock unlock) {
    try {
      return Files.readAllLines(file(unlock));
    } catch (NoSuchFileException e) {
      throw new VaultException.KeyUnavailable(
          Reason.OUT_OF_REACH, "the token is not plugged in", e);
    } catch (IOException e) {
      throw new VaultException.KeyUnavailable("the token cannot be read", e);
    }
  }

  private static void count(Unlock unlock, boolean right) {
    try {
      Files.writeString(
          Path.of(file(unlock) + ".tries"),
          right ? "right\n" : "wrong\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new VaultException.KeyUnavailable("the token cannot count", e);
    }
  }

  private static Path file(Unlock unlock) {
    String uri = unlock.uri().text();
    return Path.of(uri.substring(uri.indexOf(':') + 1).replace(OWN_PIN, ""));
  }
}
