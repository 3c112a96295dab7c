package org.patientvault.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Checks tiles on several threads and hands the results on in order, a few tiles ahead at most. */
final class TilePipeline {
  private static final int AHEAD_PER_THREAD = 4;

  private final long from;
  private final long tiles;
  private final BundleShape shape;
  private final ConcurrentLinkedQueue<TileCheck> idle = new ConcurrentLinkedQueue<>();
  private final Supplier<TileCheck> checks;

  private TilePipeline(long from, long tiles, BundleShape shape, Supplier<TileCheck> checks) {
    this.from = from;
    this.tiles = tiles;
    this.shape = shape;
    this.checks = checks;
  }

  /**
   * Runs from tile {@code from} until the first {@code tiles} were taken; the taker runs in the
   * caller's thread.
   */
  static void run(
      int threads,
      long from,
      long tiles,
      BundleShape shape,
      Supplier<TileCheck> checks,
      Consumer<TileResult> taker) {
    TilePipeline pipeline = new TilePipeline(from, tiles, shape, checks);
    if (threads < 2 || tiles - from < 2) {
      for (long tile = from; tile < Math.max(1, tiles); tile++) {
        taker.accept(pipeline.check(tile));
      }
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      pipeline.run(pool, threads * AHEAD_PER_THREAD, taker);
    } finally {
      pool.shutdownNow();
    }
  }

  private void run(ExecutorService pool, int ahead, Consumer<TileResult> taker) {
    Deque<Future<TileResult>> underWay = new ArrayDeque<>();
    for (long tile = from; tile < tiles; tile++) {
      if (underWay.size() == ahead) {
        taker.accept(result(underWay.removeFirst()));
      }
      long next = tile;
      underWay.addLast(pool.submit(() -> check(next)));
    }
    while (!underWay.isEmpty()) {
      taker.accept(result(underWay.removeFirst()));
    }
  }

  private TileResult check(long tile) {
    TileCheck taken = idle.poll();
    TileCheck check = taken == null ? checks.get() : taken;
    try {
      return check.check(tile, shape.width(0, tile));
    } finally {
      idle.add(check);
    }
  }

  private static TileResult result(Future<TileResult> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError("a tile check failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.patientvault.model.VaultException.StorageFailed(
          "the verification was interrupted", e);
    }
  }
}
