package org.patientvault.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What was acknowledged, in its order, to whoever waits for it. */
final class HeardAcks implements Consumer<Ack> {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final List<Ack> acks = new ArrayList<>();
  private final FutureTask<Void> listening;
  private int taken;
  private boolean over;

  /** From threads of this process. */
  HeardAcks() {
    this.listening = new FutureTask<>(() -> null);
  }

  private HeardAcks(InputStream lines) {
    this.listening = new FutureTask<>(() -> listen(lines));
  }

  /** From another process. */
  static HeardAcks of(InputStream lines) {
    HeardAcks heard = new HeardAcks(lines);
    new Thread(heard.listening, "victim-listener").start();
    return heard;
  }

  private Void listen(InputStream in) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(Ack.parse(line));
      }
      return null;
    } finally {
      end();
    }
  }

  @Override
  public synchronized void accept(Ack ack) {
    acks.add(ack);
    notifyAll();
  }

  private synchronized void end() {
    over = true;
    notifyAll();
  }

  /** How many there are. */
  synchronized int size() {
    return acks.size();
  }

  /** Waits for {@code count} that {@code fit}, of all there are; or for the end of the process. */
  void await(String what, int count, Predicate<Ack> fit) throws InterruptedException {
    await(what, 0, count, fit);
  }

  /** As above, of those from the {@code first} on. */
  synchronized void await(String what, int first, int count, Predicate<Ack> fit)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    int found = 0;
    for (int next = first; found < count; next++) {
      while (next == acks.size() && !over) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(
              "waited in vain for " + count + " " + what + "; last heard: " + last());
        }
        wait(left);
      }
      if (next == acks.size()) {
        return;
      }
      found += fit.test(acks.get(next)) ? 1 : 0;
    }
  }

  private List<String> last() {
    return acks.subList(Math.max(0, acks.size() - 5), acks.size()).stream().map(Ack::line).toList();
  }

  /** What came since it was asked for last. */
  synchronized List<Ack> takeNew() {
    List<Ack> fresh = List.copyOf(acks.subList(taken, acks.size()));
    taken = acks.size();
    return fresh;
  }

  /** When the process has ended: all that was not taken yet. */
  List<Ack> toTheEnd() throws InterruptedException, ExecutionException {
    listening.get();
    return takeNew();
  }
}
