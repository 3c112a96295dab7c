package org.patientvault.keys;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A token's PIN, and where it was given: a wrong one is presented once for each time it is given,
 * for three lock many tokens.
 *
 * <p>Wiped when closed. Two that come from one file, unchanged, or from one source are one giving.
 */
final class Pin implements AutoCloseable {
  private static final int MAX_BYTES = 512;
  private static final byte[] SALT = new byte[32];
  private static final Set<PosixFilePermission> STRANGERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  static {
    new SecureRandom().nextBytes(SALT);
  }

  private final char[] characters;
  private final Object origin;

  private Pin(char[] characters, Object origin) {
    this.characters = characters;
    this.origin = origin;
  }

  /** From the file that the URI names, else from {@code secret}. */
  static Pin of(Pkcs11Uri uri, SecretSource secret) {
    if (uri.pinFile().isPresent()) {
      return fromFile(uri.pinFile().get());
    }
    char[] given = Passphrase.read(secret);
    Pin pin = new Pin(given.clone(), secret);
    Arrays.fill(given, '\0');
    return pin.checked("the PIN");
  }

  private Pin checked(String what) {
    if (characters.length == 0) {
      throw new VaultException.InvalidInput(what + " is empty");
    }
    return this;
  }

  private record FileState(Path path, FileTime changed) {}

  private static Pin fromFile(String name) {
    try {
      Path path = Path.of(name).toRealPath();
      checkFile(path);
      byte[] content = Files.readAllBytes(path);
      try {
        FileState origin = new FileState(path, Files.getLastModifiedTime(path));
        return new Pin(decoded(content), origin).checked("the PIN file " + name);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      throw unavailable(Reason.NOT_THERE, name, "is not there", e);
    } catch (CharacterCodingException e) {
      throw unavailable(Reason.OTHER, name, "is not UTF-8", e);
    } catch (IOException e) {
      throw unavailable(Reason.OTHER, name, "cannot be read", e);
    } catch (InvalidPathException e) {
      throw new VaultException.InvalidInput("pin-source is not a path: " + name, e);
    }
  }

  private static void checkFile(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
      throw unavailable(
          Reason.OTHER, path, "is not a file of at most " + MAX_BYTES + " bytes", null);
    }
    if (Files.getFileStore(path).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(path).stream().anyMatch(STRANGERS::contains)) {
      throw unavailable(Reason.UNSAFE, path, "is open to others; chmod 400 it", null);
    }
  }

  /** Without the one line end that an editor puts behind it. */
  private static char[] decoded(byte[] content) throws CharacterCodingException {
    int end = content.length;
    if (end > 0 && content[end - 1] == '\n') {
      end--;
      if (end > 0 && content[end - 1] == '\r') {
        end--;
      }
    }
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, end));
    char[] characters = new char[text.remaining()];
    text.get(characters);
    Arrays.fill(text.array(), '\0');
    return characters;
  }

  /** A copy, to hand to the token; the caller wipes it. */
  char[] copy() {
    return characters.clone();
  }

  /** Compares every character, whatever the first difference. */
  boolean isSameAs(Pin other) {
    int difference = characters.length ^ other.characters.length;
    for (int i = 0; i < Math.min(characters.length, other.characters.length); i++) {
      difference |= characters[i] ^ other.characters[i];
    }
    return difference == 0;
  }

  /** What may be kept of a PIN that the token refused. */
  Refused refused() {
    return new Refused(
        fingerprint(), new WeakReference<>(origin), origin instanceof FileState file ? file : null);
  }

  /** Whether it is the one that was refused, and nobody gave it anew. */
  boolean is(Refused refused) {
    boolean sameGiving =
        origin instanceof FileState file
            ? file.equals(refused.file)
            : refused.origin.refersTo(origin);
    return sameGiving && Arrays.equals(fingerprint(), refused.fingerprint);
  }

  /** Salted anew in each process: it is compared, and never leaves. */
  private byte[] fingerprint() {
    ByteBuffer utf16 = ByteBuffer.allocate(2 * characters.length);
    utf16.asCharBuffer().put(characters);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      return digest.digest(utf16.array());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    } finally {
      Arrays.fill(utf16.array(), (byte) 0);
    }
  }

  /** A PIN that was refused, without the PIN. */
  static final class Refused {
    private final byte[] fingerprint;
    private final WeakReference<Object> origin;
    private final @Nullable FileState file;

    private Refused(byte[] fingerprint, WeakReference<Object> origin, @Nullable FileState file) {
      this.fingerprint = fingerprint;
      this.origin = origin;
      this.file = file;
    }
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Pin";
  }

  private static VaultException unavailable(
      Reason reason, Object file, String why, @Nullable Exception cause) {
    return new VaultException.KeyUnavailable(reason, "the PIN file " + file + " " + why, cause);
  }
}
