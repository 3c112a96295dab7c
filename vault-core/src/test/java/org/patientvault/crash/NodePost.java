package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Where one node works: its name, its way to the server, and the process that runs there now. */
final class NodePost implements AutoCloseable {
  /** The pool waits 10 s for a connection, an answer may take 30. */
  private static final long LONGEST_WAIT_MILLIS = 45_000;

  private final Path folder;
  private final String name;
  private final String location;
  private VictimProcess process;
  private int begun;

  NodePost(Path folder, String name, String location, long seed) throws IOException {
    this.folder = folder;
    this.name = name;
    this.location = location;
    this.process = VictimProcess.start(folder, location, name, seed);
  }

  void work() {
    begun = process.heard().size();
    process.order(WorkingNode.Order.WORK);
  }

  /** Waits until it has done so much since it went to work. */
  void await(Moment moment) throws InterruptedException {
    process.heard().await("acknowledgements", begun, moment.acks(), NodePost::isDone);
    TimeUnit.NANOSECONDS.sleep(moment.nanos());
  }

  private static boolean isDone(Ack ack) {
    return !(ack instanceof Ack.Failed) && !(ack instanceof Ack.Started);
  }

  /** Waits until it goes on writing, from now on. */
  void awaitWrites(int count) throws InterruptedException {
    process
        .heard()
        .await("writes", process.heard().size(), count, ack -> ack instanceof Ack.Written);
  }

  /** Waits until it rests; gives what it acknowledged. */
  List<Ack> rest() throws InterruptedException {
    int before = process.heard().size();
    process.order(WorkingNode.Order.REST);
    process.heard().await("rest", before, 1, ack -> ack instanceof Ack.Resting);
    return checked(process.heard().takeNew());
  }

  /** SIGKILL, and a new process at once; gives what the killed one acknowledged. */
  List<Ack> replace(long seed) throws IOException, InterruptedException, ExecutionException {
    List<Ack> acks = checked(process.kill());
    process = VictimProcess.start(folder, location, name, seed);
    begun = 0;
    process.order(WorkingNode.Order.WORK);
    return acks;
  }

  /** Ends in good order. */
  List<Ack> leave() throws InterruptedException, ExecutionException {
    return checked(process.close());
  }

  /** Nobody waited for ever, and no node believes that the log went back. */
  private List<Ack> checked(List<Ack> acks) {
    assertThat(process.errors()).as("what it wrote to stderr").isEmpty();
    for (Ack ack : acks) {
      if (ack instanceof Ack.Failed failed) {
        assertThat(failed.millis()).as(ack.line()).isLessThan(LONGEST_WAIT_MILLIS);
      } else if (ack instanceof Ack.Resting resting) {
        assertThat(resting.trouble()).doesNotContain("Tampered");
      }
    }
    return acks;
  }

  @Override
  public void close() {
    process.handle().destroyForcibly();
  }
}
