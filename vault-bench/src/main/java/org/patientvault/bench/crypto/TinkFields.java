package org.patientvault.bench.crypto;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.bench.VisitFields;

/** Records field by field, each patient with an Aead of its own that is always at hand. */
final class TinkFields {
  private static final int BOUND_BYTES = 32;

  private final List<Aead> aeads = new ArrayList<>();
  private final List<byte[][]> records = new ArrayList<>();
  private final byte[] bound = new byte[BOUND_BYTES];

  TinkFields(int patients) throws GeneralSecurityException {
    for (int i = 0; i < patients; i++) {
      aeads.add(StockTink.aead());
      records.add(
          VisitFields.of(i).values().stream()
              .map(text -> text.getBytes(StandardCharsets.US_ASCII))
              .toArray(byte[][]::new));
    }
  }

  byte[][] seal(int number) throws GeneralSecurityException {
    byte[][] fields = records.get(number);
    byte[][] sealed = new byte[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      sealed[i] = aeads.get(number).encrypt(fields[i], bound);
    }
    return sealed;
  }

  int open(int number, byte[][] sealed) throws GeneralSecurityException {
    int bytes = 0;
    for (byte[] field : sealed) {
      bytes += aeads.get(number).decrypt(field, bound).length;
    }
    return bytes;
  }
}
