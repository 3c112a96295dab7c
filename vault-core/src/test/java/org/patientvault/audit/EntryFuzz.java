package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.Optional;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** An entry has one spelling, and the fast scanner agrees with the reader. */
class EntryFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] leaf) {
    Optional<Entry> entry = Reading.of(() -> Entry.parse(leaf), VaultException.InvalidInput.class);
    entry.ifPresent(read -> requireSame(read.encode(), leaf, "an entry"));
    require(entry.isEmpty() || leaf.length <= Entry.MAX_BYTES, "too long an entry");
    byte[] amid = new byte[leaf.length + 4];
    System.arraycopy(leaf, 0, amid, 2, leaf.length);
    boolean scanned = new EntryScanner().scan(amid, 2, 2 + leaf.length);
    require(scanned == entry.isPresent(), "scanner and reader do not agree");
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of("read", Samples.read(2).encode(), "everything", Samples.everything().encode());
  }
}
