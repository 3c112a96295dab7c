package org.patientvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.patientvault.keys.PatientServiceForTests;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.RemovableProviderForTests;
import org.patientvault.keys.Unlock;

/** A token that a test pulls out and puts back. Its PIN is asked of a file each time. */
final class RemovableToken {
  private static final String KEY = "9f".repeat(32);

  private final Path token;
  private final Path away;
  private final Path pinFile;

  private RemovableToken(Path folder) {
    token = folder.resolve("token");
    away = folder.resolve("token.away");
    pinFile = folder.resolve("pin");
  }

  static RemovableToken in(Path folder) {
    RemovableToken made = new RemovableToken(folder);
    made.write(made.token, "1234\n" + KEY + "\n");
    made.pinOfApplication("1234");
    return made;
  }

  Unlock unlock() {
    ProtectorUri uri = new ProtectorUri(RemovableProviderForTests.KIND + ":" + token);
    return new Unlock(uri, () -> read(pinFile).strip().toCharArray());
  }

  /** As for a PIN that is named in the address: the application does not see it. */
  Unlock unlockByOwnPin() {
    return new Unlock(
        new ProtectorUri(unlock().uri().text() + RemovableProviderForTests.OWN_PIN),
        () -> new char[0]);
  }

  /** As at a service that locks nobody out. */
  Unlock unlockAsService() {
    ProtectorUri uri = new ProtectorUri(PatientServiceForTests.KIND + ":" + token);
    return new Unlock(uri, unlock().secret());
  }

  void pullOut() {
    move(token, away);
  }

  void putBack() {
    move(away, token);
  }

  void changePin(String pin) {
    write(token, pin + "\n" + KEY + "\n");
  }

  void pinOfApplication(String pin) {
    write(pinFile, pin + "\n");
  }

  void disable() {
    write(token, "1234\n" + KEY + "\ndisabled\n");
  }

  void enable() {
    changePin("1234");
  }

  /** Nobody writes into it, so who reads it waits for ever. */
  void hang() throws IOException, InterruptedException {
    pullOut();
    int made = new ProcessBuilder("mkfifo", token.toString()).start().waitFor();
    if (made != 0) {
      throw new AssertionError("mkfifo failed");
    }
  }

  /** Lets who waits go: the token is gone. */
  void letGo() throws IOException {
    Files.writeString(token, "");
    Files.delete(token);
  }

  /** What it thought of each PIN that it was shown. */
  List<String> tries() {
    return read(Path.of(token + ".tries")).lines().toList();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
