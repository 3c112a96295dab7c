package org.patientvault.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.patientvault.stores.Cable;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/**
 * The life of one vault on a server that three nodes have open, through many strikes; a seed
 * decides what is struck and when.
 */
final class NodesChapter implements AutoCloseable {
  static final int NODES = 3;

  private static final int STRIKES_BETWEEN_INSPECTIONS = 8;
  private static final int WRITES_AFTERWARDS = 5;

  private final PostgresDatabase database;
  private final Random random;
  private final VaultOnServer vault;
  private final List<NodePost> posts = new ArrayList<>();

  /** Between each node and the server. */
  private final List<Cable> cables = new ArrayList<>();

  private NodesChapter(Path folder, PostgresDatabase database, long seed) throws IOException {
    this.database = database;
    this.random = new Random(seed);
    this.vault = VaultOnServer.create(folder, database.location(), random);
    for (int i = 1; i <= NODES; i++) {
      Cable cable = Cable.to(database.server().cluster().port());
      cables.add(cable);
      posts.add(new NodePost(folder, "node-" + i, database.locationAt(cable), random.nextLong()));
    }
  }

  static Chapter.Sum run(Path folder, PostgresServer server, long seed, int strikes)
      throws Exception {
    try (PostgresDatabase database = server.newDatabase();
        NodesChapter chapter = new NodesChapter(folder, database, seed)) {
      return chapter.run(seed, strikes);
    }
  }

  private Chapter.Sum run(long seed, int strikes) throws Exception {
    for (int number = 1; number <= strikes; number++) {
      Strike strike = Strike.next(random);
      try {
        strike(strike);
        if (number % STRIKES_BETWEEN_INSPECTIONS == 0 && number < strikes) {
          vault.inspect();
        }
      } catch (Exception | AssertionError e) {
        String which = "seed " + seed + ", strike " + number + " (" + strike + ")";
        throw new AssertionError(which + "; run it again with -Dcrash.seed=" + seed, e);
      }
    }
    return end(strikes);
  }

  private void strike(Strike strike) throws Exception {
    int node = random.nextInt(NODES);
    Moment moment = Moment.ofNode(random);
    posts.forEach(NodePost::work);
    posts.get(node).await(moment);
    strike(strike, node);
    for (NodePost post : posts) {
      post.awaitWrites(WRITES_AFTERWARDS);
    }
    for (NodePost post : posts) {
      vault.acknowledged().addAll(post.rest());
    }
  }

  private void strike(Strike strike, int node) throws Exception {
    switch (strike) {
      case NODE_KILLED -> vault.acknowledged().addAll(posts.get(node).replace(random.nextLong()));
      case CONNECTIONS_CUT -> cables.get(node).cut();
      case SERVER_KILLED -> {
        database.server().cluster().kill();
        database.server().cluster().launch(List.of());
      }
      case SERVER_STOPPED_AT_ONCE -> {
        database.server().cluster().stopAtOnce();
        database.server().cluster().launch(List.of());
      }
    }
  }

  private Chapter.Sum end(int strikes) throws Exception {
    for (NodePost post : posts) {
      vault.acknowledged().addAll(post.leave());
    }
    return vault.sum(strikes);
  }

  @Override
  public void close() {
    posts.forEach(NodePost::close);
    cables.forEach(Cable::close);
  }
}
