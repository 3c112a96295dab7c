package org.patientvault.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A small secret in a file of its own, sealed under a passphrase as a slot is: Argon2id and
 * AES-GCM. The file is its owner's alone.
 *
 * <p>As strong as the passphrase against who has the file. Its label stands in clear, and is sealed
 * along: another file's secret does not open under it. Format: docs/formats/key-hierarchy.md,
 * "Sealed file".
 */
public final class SealedFile {
  private static final byte[] MAGIC = "PVsf1".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_LABEL_BYTES = 255;
  private static final int MAX_BYTES = 4096;

  private SealedFile() {}

  /** What stands in such a file, opened; the caller wipes the secret. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Opened(String label, byte[] secret) {
    @Override
    public String toString() {
      return "Opened[" + label + "]";
    }
  }

  /**
   * Makes a new file.
   *
   * @param label 1 to 255 bytes of UTF-8, public
   * @param passphrase at least 8 characters
   * @throws VaultException.Conflict when there is a file already
   * @throws VaultException.StorageFailed when it cannot be written; nothing of it is kept
   */
  public static void create(Path file, String label, byte[] secret, SecretSource passphrase) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > MAX_LABEL_BYTES) {
      throw new IllegalArgumentException("a sealed file's label has 1 to 255 bytes");
    }
    try (KeyProtector protector = new PassphraseProvider().create(Unlock.passphrase(passphrase))) {
      byte[] parameters = protector.parameters().toArray();
      byte[] sealed = protector.wrap(secret, context(name));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(context(name));
      out.write(parameters.length);
      out.writeBytes(parameters);
      out.writeBytes(sealed);
      OwnerOnlyFile.create(file, out.toByteArray());
    } catch (IOException e) {
      throw new VaultException.StorageFailed("a sealed file cannot be written", e);
    }
  }

  private static byte[] context(byte[] name) {
    return ByteBuffer.allocate(MAGIC.length + 1 + name.length)
        .put(MAGIC)
        .put((byte) name.length)
        .put(name)
        .array();
  }

  /**
   * Opens a file.
   *
   * @throws VaultException.KeyUnavailable when it is not there, or the passphrase is wrong
   * @throws VaultException.UnsupportedFormat when it is no sealed file
   */
  public static Opened open(Path file, SecretSource passphrase) {
    ByteBuffer in = ByteBuffer.wrap(read(file));
    try {
      byte[] magic = part(in, MAGIC.length);
      byte[] name = part(in, in.get() & 0xFF);
      Bytes parameters = Bytes.of(part(in, in.get() & 0xFF));
      if (!Arrays.equals(magic, MAGIC)) {
        throw notSealed(null);
      }
      return open(name, parameters, part(in, in.remaining()), passphrase);
    } catch (BufferUnderflowException e) {
      throw notSealed(e);
    }
  }

  private static Opened open(
      byte[] name, Bytes parameters, byte[] sealed, SecretSource passphrase) {
    try (KeyProtector protector =
        new PassphraseProvider().open(Unlock.passphrase(passphrase), parameters)) {
      return new Opened(
          new String(name, StandardCharsets.UTF_8), protector.unwrap(sealed, context(name)));
    }
  }

  private static byte[] part(ByteBuffer in, int length) {
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static VaultException.UnsupportedFormat notSealed(
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new VaultException.UnsupportedFormat(
        "this is no sealed file of version 1: it starts with PVsf1", cause);
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw new VaultException.KeyUnavailable(Reason.NOT_THERE, "the sealed file is not there", e);
    } catch (IOException e) {
      throw new VaultException.KeyUnavailable("the sealed file cannot be read", e);
    }
  }
}
