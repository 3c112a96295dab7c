package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The public texts that entries of one log name: those of other logs do not belong beside it. */
final class NamedPayloads {
  private static final String KEY = "\"q\":";

  private final Set<Bytes> named = new HashSet<>();

  /** Takes note of what an entry names; one that cannot be read is for the verifier to report. */
  void note(Bytes leaf) {
    byte[] text = leaf.toArray();
    if (!new String(text, StandardCharsets.ISO_8859_1).contains(KEY)) {
      return;
    }
    try {
      Bytes payload = Entry.parse(text).payload();
      if (payload != null) {
        named.add(payload);
      }
    } catch (VaultException.InvalidInput e) {
      // The bundle is refused for this entry, whatever lies beside it.
    }
  }

  boolean contains(Bytes sha256) {
    return named.contains(sha256);
  }
}
