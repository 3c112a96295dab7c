package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** An order has one spelling. */
class ErasureOrderFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] text) {
    Reading.of(
            () -> ErasureOrder.parse(text),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class)
        .ifPresent(read -> requireSame(read.text(), text, "an order"));
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "expiry",
        Samples.ascii(
            "{\"before\":\"2026-01-20T00:00:00Z\",\"class\":\"access\",\"count\":301,"
                + "\"ground\":\"expiry\",\"origin\":\"o/2026\",\"v\":1}"),
        "order",
        Samples.ascii("{\"count\":3,\"ground\":\"order\",\"origin\":\"o/2026\",\"v\":1}"));
  }
}
