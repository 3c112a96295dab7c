package org.patientvault.audit.report;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.InclusionProof;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Entries as the page's script reads them, held against the head while they are written: nobody
 * hands out a page that turns red.
 */
final class PageEntries {
  private static final int SUBTREE_ENTRIES = 16;

  private final Checkpoint head;
  private final MerkleHash hash = new MerkleHash();
  private final ByteArrayOutputStream subtrees = new ByteArrayOutputStream();

  PageEntries(Checkpoint head) {
    this.head = head;
  }

  PageTemplate.Part of(ReportProof proof) {
    return to -> {
      DataOutputStream out = new DataOutputStream(to);
      if (proof instanceof ReportProof.Whole whole) {
        write(whole, out);
      } else if (proof instanceof ReportProof.Extract extract) {
        write(extract, out);
      }
      out.flush();
    };
  }

  /**
   * The root over each 16 entries that {@link #of} wrote. They prove nothing, but where entries do
   * not give the root, these tell which entries.
   */
  PageTemplate.Part subtrees() {
    return subtrees::writeTo;
  }

  private void write(ReportProof.Whole whole, DataOutputStream out) throws IOException {
    Tree tree = new Tree();
    try {
      whole.leaves().forEach(leaf -> tree.add(leaf, out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    tree.finish();
    check(tree.all);
  }

  private void check(MerkleFrontier frontier) {
    if (frontier.size() != head.size() || !frontier.root().equals(head.root())) {
      throw new VaultException.Tampered(
          "the "
              + frontier.size()
              + " entries for the page do not give the root that was signed for "
              + head.size());
    }
  }

  /** The tree that the entries give, and its lowest parts apart. */
  private final class Tree {
    private final MerkleFrontier all = new MerkleFrontier();
    private MerkleFrontier part = new MerkleFrontier();

    void add(byte[] leaf, DataOutputStream out) {
      byte[] leafHash = hash.leaf(leaf);
      all.append(leafHash);
      part.append(leafHash);
      if (part.size() == SUBTREE_ENTRIES) {
        finish();
      }
      try {
        write(leaf, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void finish() {
      if (part.size() > 0) {
        subtrees.writeBytes(part.root().toArray());
        part = new MerkleFrontier();
      }
    }
  }

  private void write(ReportProof.Extract extract, DataOutputStream out) throws IOException {
    long last = -1;
    for (LogProof entry : extract.entries()) {
      byte[] leaf =
          entry.leaf().orElseThrow(() -> unfit(entry, "comes without its leaf")).toArray();
      if (entry.index() <= last) {
        throw unfit(entry, "does not come after the entries before it");
      }
      check(entry, leaf);
      out.writeLong(entry.index());
      write(leaf, out);
      out.writeByte(entry.hashes().size());
      for (Bytes each : entry.hashes()) {
        out.write(each.toArray());
      }
      last = entry.index();
    }
  }

  private static void write(byte[] leaf, DataOutputStream out) throws IOException {
    out.writeShort(leaf.length);
    out.write(leaf);
  }

  private void check(LogProof entry, byte[] leaf) {
    InclusionProof inclusion = new InclusionProof(entry.index(), head.size(), entry.hashes());
    if (!inclusion.proves(Bytes.of(hash.leaf(leaf)), head.root())) {
      throw new VaultException.Tampered(
          "the entry at " + entry.index() + " is not in the log whose head the page shows");
    }
  }

  private static VaultException unfit(LogProof entry, String why) {
    return new VaultException.InvalidInput("the entry at " + entry.index() + " " + why);
  }
}
