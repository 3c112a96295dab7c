package org.patientvault.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.patientvault.bench.Slice;
import org.patientvault.bench.Stopwatch;
import org.patientvault.bench.VisitFields;
import org.patientvault.bench.Work;

/**
 * The peer's side of the pipe: answers each line {@code seal NANOS} or {@code open NANOS} with what
 * that slice came to, until its input ends.
 *
 * <p>It first says how large a sealed record is, and the peer's remark. For one thread.
 */
public final class PeerServer {
  private static final int RECORDS = 256;

  private final Peer peer;
  private final byte[][][] records = new byte[RECORDS][][];
  private int next;

  private PeerServer(Peer peer) {
    this.peer = peer;
    for (int i = 0; i < RECORDS; i++) {
      records[i] =
          VisitFields.of(i).values().stream()
              .map(text -> text.getBytes(StandardCharsets.US_ASCII))
              .toArray(byte[][]::new);
    }
  }

  /** Serves standard input until it ends. */
  public static void serve(Peer peer) throws Exception {
    new PeerServer(peer).run();
  }

  /** Serves one kind of {@code work}, of so many bytes, to whoever asks for it as {@code verb}. */
  public static void serve(int bytes, String remark, String verb, Work work) throws Exception {
    answer(bytes, remark, Map.of(verb, new Stopwatch(work)));
  }

  private void run() throws Exception {
    checkRoundTrip();
    Stopwatch seal = new Stopwatch(() -> peer.seal(records[next++ & (RECORDS - 1)]));
    Stopwatch open = new Stopwatch(peer::open);
    answer(peer.sealedBytes(), peer.remark(), Map.of("seal", seal, "open", open));
  }

  private static void answer(int bytes, String remark, Map<String, Stopwatch> works)
      throws Exception {
    System.out.println(bytes + " " + remark);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(spelled(turn(line, works)));
    }
  }

  /** A library that gives back something else is not measured. */
  private void checkRoundTrip() throws Exception {
    peer.seal(records[0]);
    int bytes = 0;
    for (byte[] field : records[0]) {
      bytes += field.length;
    }
    if (peer.open() != bytes) {
      throw new IOException("the peer does not give back what it sealed");
    }
  }

  private static Slice turn(String line, Map<String, Stopwatch> works) throws Exception {
    int space = line.indexOf(' ');
    Stopwatch work = works.get(line.substring(0, space));
    if (work == null) {
      throw new IOException("nothing that this peer does: " + line);
    }
    return work.run(Long.parseLong(line.substring(space + 1)));
  }

  private static String spelled(Slice slice) {
    return String.format(
        Locale.ROOT,
        "%d %d %d %d",
        slice.operations(),
        slice.wallNanos(),
        slice.cpuNanos(),
        slice.allocatedBytes());
  }
}
