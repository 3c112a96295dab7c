package org.patientvault.internal.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.patientvault.audit.CheckpointNote;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EntryStamp;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.LogSigner;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.model.Bytes;
import org.patientvault.stores.TestDatabase;

/** What somebody with the database and all keys can do to a closed log: go on in it, and sign. */
public final class ReopenedLog {
  private ReopenedLog() {}

  /** Appends one entry behind CLOSE, moves the head, and signs that. */
  public static void append(TestDatabase database, LogHeadRow head, StateMac mac, LogSigner signer)
      throws SQLException {
    byte[] leaf =
        Entry.of(EventCode.START, Outcome.SUCCESS)
            .digest(signer.ed25519PublicKey())
            .stamped(new EntryStamp(Instant.now(), "node-9", 9, 1))
            .encode();
    byte[] hash = new MerkleHash().leaf(leaf);
    MerkleFrontier tree = MerkleFrontier.decode(head.frontier());
    tree.append(hash);
    LogHeadRow moved =
        new HeadSeal(mac)
            .sealed(
                new LogHeadRow(
                    head.shard(),
                    head.origin(),
                    tree.size(),
                    tree.root(),
                    tree.encode(),
                    head.epoch(),
                    head.mac()),
                HeadSeal.CLOSED);
    byte[] note =
        CheckpointNote.sign(
            head.origin(), tree.size(), tree.root(), Instant.now().getEpochSecond(), signer);
    try (Connection connection = database.connect()) {
      int shard = head.shard();
      run(connection, "INSERT INTO log_entry VALUES (?, ?, ?, ?)", shard, head.size(), leaf, hash);
      run(
          connection,
          "UPDATE log_head SET size = ?, root = ?, frontier = ?, mac = ? WHERE shard = ?",
          moved.size(),
          bytes(moved.root()),
          bytes(moved.frontier()),
          bytes(moved.mac()),
          shard);
      run(
          connection,
          "INSERT INTO log_checkpoint VALUES (?, ?, ?, ?, ?)",
          shard,
          moved.size(),
          Instant.now().toEpochMilli(),
          note,
          bytes(moved.frontier()));
    }
  }

  private static byte[] bytes(Bytes value) {
    return value.toArray();
  }

  private static void run(Connection connection, String text, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
