package org.patientvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.keys.SecretSource;
import org.patientvault.model.VaultException;
import org.patientvault.verify.Terminal;

/**
 * A secret that was typed, or stood in a file; never an argument.
 *
 * <p>Read once, since a descriptor gives it once, and wiped on closing. {@code toString} says
 * nothing of it.
 */
final class Secret implements SecretSource, AutoCloseable {
  static final String PASSPHRASE_FILE = "--passphrase-file";
  static final String PIN_FILE = "--pin-file";

  private static final int MAX_BYTES = 4_096;

  private final char[] characters;

  private Secret(char[] characters) {
    this.characters = characters;
  }

  /** The first line of {@code file}, in UTF-8. */
  static Secret fromFile(Path file) {
    return fromFile(file, "passphrase");
  }

  /** As {@link #fromFile(Path)}; {@code what} says in messages what it is. */
  static Secret fromFile(Path file, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      return fromLine(in.readNBytes(MAX_BYTES + 1), what);
    } catch (NoSuchFileException e) {
      throw new VaultException.InvalidInput("there is no file to read the " + what + " from", e);
    } catch (IOException e) {
      throw new VaultException.InvalidInput("the file with the " + what + " cannot be read", e);
    }
  }

  private static Secret fromLine(byte[] read, String what) {
    try {
      int end = 0;
      while (end < read.length && read[end] != '\n' && read[end] != '\r') {
        end++;
      }
      if (end == 0 || end > MAX_BYTES) {
        throw new VaultException.InvalidInput(
            "the first line of the " + what + " file is empty or longer than 4096 bytes");
      }
      return decoded(ByteBuffer.wrap(read, 0, end), what);
    } finally {
      Arrays.fill(read, (byte) 0);
    }
  }

  private static Secret decoded(ByteBuffer line, String what) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(line);
      char[] characters = new char[text.remaining()];
      text.get(characters);
      Arrays.fill(text.array(), '\0');
      return new Secret(characters);
    } catch (CharacterCodingException e) {
      throw new VaultException.InvalidInput("the " + what + " file is not UTF-8", e);
    }
  }

  /** Asks at the keyboard, without showing it; {@code option} would give it otherwise. */
  static Secret prompted(Terminal terminal, String question, String option) {
    return new Secret(ask(terminal, question, option));
  }

  /** Asks for a new secret, twice; {@code option} would give it where nobody is to ask. */
  static Secret promptedTwice(Terminal terminal, String question, String option) {
    char[] first = ask(terminal, question, option);
    char[] second = ask(terminal, "once more", option);
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new VaultException.InvalidInput("the two were not the same; nothing was changed");
    }
    return new Secret(first);
  }

  private static char[] ask(Terminal terminal, String question, String option) {
    if (terminal.console() == null) {
      throw new VaultException.KeyUnavailable(
          (option.equals(PIN_FILE) ? "a PIN" : "a passphrase")
              + " is needed and nobody is at a terminal to ask; give "
              + option);
    }
    char[] answer = terminal.console().readPassword("%s: ", question);
    if (answer == null) {
      throw new VaultException.KeyUnavailable("no " + question + " was given");
    }
    return answer;
  }

  @Override
  public char[] read() {
    return characters.clone();
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
