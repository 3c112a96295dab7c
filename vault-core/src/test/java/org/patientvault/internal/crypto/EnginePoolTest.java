package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EnginePoolTest {
  private final EnginePool pool = new EnginePool(() -> 0);

  @Test
  void borrow_afterGiveBack_givesTheSameEngine() {
    AesGcmEngine engine = pool.borrow();
    pool.giveBack(engine);

    assertThat(pool.borrow()).isSameAs(engine);
  }

  @Test
  void borrow_ofMoreThanThereAre_neverLendsOneTwice() {
    Set<AesGcmEngine> lent = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(lent.add(pool.borrow())).isTrue();
    }
  }

  @Test
  void giveBack_ofMoreThanFit_keepsABoundedNumber() {
    Set<AesGcmEngine> lent = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      lent.add(pool.borrow());
    }
    lent.forEach(pool::giveBack);

    long kept = 0;
    while (lent.contains(pool.borrow())) {
      kept++;
    }
    assertThat(kept).isBetween(16L, 256L);
  }

  @Test
  void clear_dropsWhatIsIdle() {
    AesGcmEngine engine = pool.borrow();
    pool.giveBack(engine);
    pool.clear();

    assertThat(pool.borrow()).isNotSameAs(engine);
  }

  @Test
  void borrow_byManyThreads_neverLendsOneToTwoAtOnce() throws Exception {
    Set<AesGcmEngine> lent = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Set<Future<?>> running = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        running.add(threads.submit(() -> lendAndTakeBack(lent)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private void lendAndTakeBack(Set<AesGcmEngine> lent) {
    for (int i = 0; i < 20_000; i++) {
      AesGcmEngine engine = pool.borrow();
      assertThat(lent.add(engine)).isTrue();
      assertThat(lent.remove(engine)).isTrue();
      pool.giveBack(engine);
    }
  }
}
