package org.patientvault.internal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.Store;
import org.patientvault.model.Bytes;
import org.patientvault.stores.TestDatabase;

/** What somebody with the database and the vault's keys can do to a log: write it anew. */
public final class RewrittenLog {
  private RewrittenLog() {}

  /**
   * Changes one leaf, makes tree and head fit again, and takes all but the first signed head away:
   * the vault itself will sign the rest.
   */
  public static void edit(
      TestDatabase database, Store store, StateMac mac, long index, UnaryOperator<byte[]> change)
      throws SQLException {
    LogHeadRow head = store.read(rows -> rows.logHead(rows.theState().shard()).orElseThrow());
    int generation = store.read(rows -> rows.theState().generation());
    try (Connection connection = database.connect()) {
      database.dropGuards(connection);
      byte[] leaf = change.apply(leaf(connection, index));
      run(connection, "UPDATE log_entry SET leaf = ? WHERE idx = " + index, leaf);
      run(
          connection,
          "UPDATE log_entry SET leaf_hash = ? WHERE idx = " + index,
          new MerkleHash().leaf(leaf));
      MerkleFrontier tree = tree(connection, head.size());
      LogHeadRow moved =
          new HeadSeal(mac)
              .sealed(
                  new LogHeadRow(
                      head.shard(),
                      head.origin(),
                      head.size(),
                      tree.root(),
                      tree.encode(),
                      head.epoch(),
                      head.mac()),
                  generation);
      run(connection, "UPDATE log_head SET root = ?", moved.root().toArray());
      run(connection, "UPDATE log_head SET frontier = ?", moved.frontier().toArray());
      run(connection, "UPDATE log_head SET mac = ?", moved.mac().toArray());
      run(connection, "DELETE FROM log_checkpoint WHERE size > " + index);
    }
  }

  private static byte[] leaf(Connection connection, long index) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT leaf FROM log_entry WHERE idx = " + index);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBytes(1);
    }
  }

  private static MerkleFrontier tree(Connection connection, long size) throws SQLException {
    MerkleFrontier tree = new MerkleFrontier();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT leaf_hash FROM log_entry ORDER BY idx");
        ResultSet row = select.executeQuery()) {
      while (row.next() && tree.size() < size) {
        tree.append(row.getBytes(1));
      }
    }
    return tree;
  }

  private static void run(Connection connection, String text, byte... value) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(text)) {
      if (text.contains("?")) {
        update.setBytes(1, Bytes.of(value).toArray());
      }
      update.executeUpdate();
    }
  }
}
