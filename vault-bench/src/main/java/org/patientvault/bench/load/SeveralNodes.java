package org.patientvault.bench.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.patientvault.bench.Goal;
import org.patientvault.bench.Report;

/** How many entries per second one log takes from one, two and three processes. */
final class SeveralNodes implements AutoCloseable {
  private static final int NODES = 3;
  private static final int PATIENTS = 1_024;
  private static final int CALLERS = 64;

  private final PostgresServer server = PostgresServer.start();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final long sliceMillis;

  SeveralNodes(long sliceMillis) throws Exception {
    this.sliceMillis = sliceMillis;
    String location = server.newDatabase("nodes");
    new VaultReads(location, server.login(), PATIENTS).close();
    for (int i = 1; i <= NODES; i++) {
      nodes.add(new NodeProcess(server, location, "node-" + i, PATIENTS, CALLERS));
    }
  }

  void run(Report report, Rotation rotation) throws Exception {
    List<Party> parties = IntStream.rangeClosed(1, NODES).mapToObj(this::party).toList();
    RateTable.add(
        report,
        "One vault on PostgreSQL, %d callers a node".formatted(CALLERS),
        name(NODES),
        rotation.run(parties, NODES, false),
        List.<Goal>of());
  }

  private static String name(int count) {
    return count == 1 ? "1 node" : count + " nodes";
  }

  /** Nodes beyond {@code count} rest. */
  private Party party(int count) {
    return new Party() {
      @Override
      public String name() {
        return SeveralNodes.name(count);
      }

      @Override
      public Caller caller(int number) {
        return number < count ? () -> nodes.get(number).read(sliceMillis) : this::rest;
      }

      private int rest() throws InterruptedException {
        Thread.sleep(sliceMillis);
        return 0;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() throws IOException, SQLException {
    try {
      for (NodeProcess node : nodes) {
        node.close();
      }
    } finally {
      server.close();
    }
  }
}
