package org.patientvault.audit;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;

/**
 * A proof's hashes as somebody might spoil them: each three bytes of a script are one edit at one
 * place.
 */
final class EditedHashes {
  private EditedHashes() {}

  static List<Bytes> of(List<Bytes> hashes, byte[] script, int from) {
    List<Bytes> edited = new ArrayList<>(hashes);
    for (int at = from; at + 3 <= script.length && edited.size() < 100; at += 3) {
      edit(edited, script[at] & 0xff, script[at + 1] & 0xff, script[at + 2] & 0xff);
    }
    return edited;
  }

  private static void edit(List<Bytes> hashes, int how, int place, int value) {
    int index = hashes.isEmpty() ? 0 : place % hashes.size();
    switch (how % 6) {
      case 0 -> hashes.add(index, Bytes.of(new byte[32]));
      case 1 -> hashes.add(hashes.isEmpty() ? Bytes.of(new byte[32]) : hashes.get(index));
      case 2 -> hashes.add(index, Bytes.of(new byte[value]));
      default -> {
        if (!hashes.isEmpty()) {
          editOne(hashes, how % 6, index, value);
        }
      }
    }
  }

  private static void editOne(List<Bytes> hashes, int how, int index, int value) {
    Bytes old = hashes.remove(index);
    if (how == 4) {
      byte[] changed = old.toArray();
      if (changed.length > 0) {
        changed[value % changed.length] ^= (byte) (1 << (value / 32));
      }
      hashes.add(index, Bytes.of(changed));
    } else if (how == 5) {
      hashes.add(value % (hashes.size() + 1), old);
    }
  }
}
