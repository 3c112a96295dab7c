package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Tells the details that were erased from those that are missing.
 *
 * <p>An erasure stands behind what it erased, so tiles with gaps are noted on the way, 256 bits
 * each, and their entries read once more when all orders are known. For one thread.
 */
final class DetailCoverage {
  private static final int MOST_TEXT_BYTES = 64 * 1024;
  private static final int MOST_BUNDLE_BYTES = TilePath.FULL * (2 + 0xffff);

  private final BundleFiles files;
  private final BundleShape shape;
  private final String origin;
  private final Map<Long, BitSet> missing = new TreeMap<>();
  private final List<ErasureEntry> erasures = new ArrayList<>();

  DetailCoverage(BundleFiles files, BundleShape shape, String origin) {
    this.files = files;
    this.shape = shape;
    this.origin = origin;
  }

  void take(TileResult result) {
    if (!result.missingDetails.isEmpty()) {
      missing.put(result.tile, result.missingDetails);
    }
    erasures.addAll(result.erasing);
  }

  /** What became of the details that are gone; for entries that are those that were signed. */
  List<Verdict> verdicts() {
    ErasureOrders orders = new ErasureOrders();
    erasures.forEach(each -> order(each).ifPresent(order -> orders.add(each, order)));
    Findings found = new Findings();
    missing.forEach((tile, places) -> look(tile, places, orders, found));
    found.addAll(orders.verdicts());
    return found.all();
  }

  /** An order that cannot be read covers nothing; that its text is not there is said elsewhere. */
  private Optional<ErasureOrder> order(ErasureEntry entry) {
    Bytes named = entry.payload();
    if (named == null) {
      return Optional.empty();
    }
    try {
      return files
          .read(TilePath.payload(named.hex()), MOST_TEXT_BYTES)
          .filter(text -> Bytes.wrap(MerkleHash.sha256().digest(text)).equals(named))
          .map(ErasureOrder::parse)
          .filter(order -> order.origin().equals(origin));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return Optional.empty();
    }
  }

  private void look(long tile, BitSet places, ErasureOrders orders, Findings found) {
    byte[] bundle =
        files
            .read(TilePath.entries(tile, shape.width(0, tile)), MOST_BUNDLE_BYTES)
            .orElse(new byte[0]);
    ByteBuffer in = ByteBuffer.wrap(bundle);
    for (int place = 0; in.remaining() >= 2; place++) {
      int length = Short.toUnsignedInt(in.getShort());
      if (places.get(place)) {
        byte[] leaf = Arrays.copyOfRange(bundle, in.position(), in.position() + length);
        long index = tile * TilePath.FULL + place;
        if (!orders.erased(index, Entry.parse(leaf))) {
          found.add(new DetailVerdict.Missing(index));
        }
      }
      in.position(in.position() + length);
    }
  }
}
