package org.patientvault.audit.witness;

import java.util.List;
import org.patientvault.audit.Cosignature;

/** What came of asking a witness. */
public sealed interface Told {
  /** It cosigned; each line was verified. */
  record Cosigned(List<Cosignature> lines) implements Told {
    public Cosigned {
      lines = List.copyOf(lines);
    }
  }

  /** It says that it saw a larger log: ours went back. */
  record WentBack(long size) implements Told {}

  /** It says that our log does not begin with what it saw at this size. */
  record Contradicted(long size) implements Told {}

  /** Nothing was learned; {@code why} holds no word of the answer. */
  record Failed(String why) implements Told {}
}
