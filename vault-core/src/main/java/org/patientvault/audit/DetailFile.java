package org.patientvault.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.patientvault.audit.details.DetailsCipher;
import org.patientvault.model.VaultException;

/**
 * The details of one tile of entries, in order, each sealed by itself: a length, then so many
 * bytes. Format: docs/formats/audit-log.md, "Details in a bundle".
 */
final class DetailFile {
  /** As much as an entry about very many records may say, its salt and its tag. */
  private static final int MOST_BYTES = (64 << 20) + 48;

  private static final int NOTHING = 0;
  private static final int DOES_NOT_OPEN = -1;

  private DetailFile() {}

  /** Gathers a tile's details. */
  static final class Writer {
    private final DetailsCipher cipher;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer(DetailsCipher cipher) {
      this.cipher = cipher;
    }

    void add(long index, StoredDetail detail) {
      if (detail == StoredDetail.NONE) {
        length(NOTHING);
      } else if (detail == StoredDetail.UNOPENED) {
        length(DOES_NOT_OPEN);
      } else {
        byte[] sealed = cipher.seal(index, detail.encoded());
        length(sealed.length);
        out.writeBytes(sealed);
      }
    }

    private void length(int length) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    }

    byte[] take() {
      byte[] file = out.toByteArray();
      out.reset();
      return file;
    }
  }

  /**
   * Hands on the detail of each entry from {@code first} on, with its place.
   *
   * @return why it is no such file; empty when it is
   */
  static Optional<String> read(
      InputStream file,
      DetailsCipher cipher,
      long first,
      int width,
      ObjIntConsumer<StoredDetail> to) {
    try (DataInputStream in = new DataInputStream(file)) {
      for (int place = 0; place < width; place++) {
        int length = in.readInt();
        if (length > MOST_BYTES || length < DOES_NOT_OPEN) {
          return Optional.of("has a detail of an impossible length at place " + place);
        }
        Optional<StoredDetail> detail = one(in, length, cipher, first + place);
        if (detail.isEmpty()) {
          return Optional.of("does not open as details of these entries, at place " + place);
        }
        to.accept(detail.get(), place);
      }
      return in.read() < 0 ? Optional.empty() : Optional.of("goes on behind its last detail");
    } catch (EOFException e) {
      return Optional.of("ends before its last detail");
    } catch (IOException e) {
      throw new VaultException.StorageFailed("a file of the bundle cannot be read", e);
    }
  }

  private static Optional<StoredDetail> one(
      DataInputStream in, int length, DetailsCipher cipher, long index) throws IOException {
    if (length <= NOTHING) {
      return Optional.of(length == NOTHING ? StoredDetail.NONE : StoredDetail.UNOPENED);
    }
    byte[] sealed = in.readNBytes(length);
    if (sealed.length < length) {
      throw new EOFException();
    }
    return cipher.open(index, sealed).map(StoredDetail::decoded);
  }
}
