package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The digests of the rows that one entry wrote, where they are of many patients: kept beside the
 * log, whole, so that each row can be held against the entry when others of them were written anew.
 *
 * <p>Public: a digest says nothing of its row. Format: docs/formats/storage-schema.md, "What
 * entries commit to".
 */
public final class RowList {
  private static final byte[] MAGIC = "PVrl1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;

  private RowList() {}

  /** The list as it is stored, under the digest that the entry names. */
  public static PayloadRow of(Collection<Bytes> digests) {
    ByteBuffer out = ByteBuffer.allocate(MAGIC.length + digests.size() * DIGEST_BYTES).put(MAGIC);
    digests.forEach(digest -> out.put(digest.toArray()));
    return Founding.payload(Bytes.wrap(out.array()));
  }

  /**
   * The digests in their order.
   *
   * @throws VaultException.Tampered when it is no such list
   */
  public static List<Bytes> read(Bytes body) {
    byte[] list = body.toArray();
    ByteBuffer in = ByteBuffer.wrap(list);
    byte[] magic = new byte[Math.min(MAGIC.length, list.length)];
    in.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC) || in.remaining() % DIGEST_BYTES != 0) {
      throw new VaultException.Tampered("the list of rows that a log entry names is none");
    }
    List<Bytes> digests = new ArrayList<>(in.remaining() / DIGEST_BYTES);
    while (in.hasRemaining()) {
      digests.add(Bytes.of(list, in.position(), DIGEST_BYTES));
      in.position(in.position() + DIGEST_BYTES);
    }
    return digests;
  }
}
