package org.patientvault.internal.crypto;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, lock-free pool of cipher engines.
 *
 * <p>Not a ThreadLocal: with a virtual thread per request that would be an engine per request. A
 * thread looks first where it last put its engine, so it mostly finds the key it used last. When
 * all are lent, one more is made, and dropped when it comes back to a full pool. Safe for use by
 * several threads.
 */
final class EnginePool {
  /** References between two slots: keeps them on cache lines of their own. */
  private static final int STRIDE = 16;

  private final int mask = slotCount() - 1;
  private final LongSupplier nanoTicker;
  private volatile AtomicReferenceArray<@Nullable AesGcmEngine> slots = newSlots();

  EnginePool(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  /** An engine that nobody else holds; give it back unless it failed. */
  AesGcmEngine borrow() {
    AtomicReferenceArray<@Nullable AesGcmEngine> current = slots;
    int home = home();
    for (int i = 0; i <= mask; i++) {
      int slot = slot(home + i);
      if (current.getPlain(slot) != null) {
        AesGcmEngine engine = current.getAndSet(slot, null);
        if (engine != null) {
          return engine;
        }
      }
    }
    return new AesGcmEngine(nanoTicker);
  }

  void giveBack(AesGcmEngine engine) {
    AtomicReferenceArray<@Nullable AesGcmEngine> current = slots;
    int home = home();
    for (int i = 0; i <= mask; i++) {
      if (current.compareAndSet(slot(home + i), null, engine)) {
        return;
      }
    }
  }

  /** Random bytes for an id, a tag or a salt: no thread waits for another, as for the JDK's own. */
  byte[] random(int length) {
    AesGcmEngine engine = borrow();
    byte[] random = engine.random(length);
    giveBack(engine);
    return random;
  }

  /** Drops every engine that is not lent, and with it the key it used last. */
  void clear() {
    slots = newSlots();
  }

  private int slot(int number) {
    return (number & mask) * STRIDE;
  }

  private AtomicReferenceArray<@Nullable AesGcmEngine> newSlots() {
    return new AtomicReferenceArray<>((mask + 1) * STRIDE);
  }

  private static int home() {
    return (int) Thread.currentThread().getId();
  }

  private static int slotCount() {
    int wanted = Math.max(16, Math.min(256, 4 * Runtime.getRuntime().availableProcessors()));
    return Integer.highestOneBit(wanted);
  }
}
