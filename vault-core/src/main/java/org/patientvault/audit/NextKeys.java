package org.patientvault.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The keys of the next log, as a KEY_NEXT entry announced them under this log's keys. */
final class NextKeys {
  private final BundleFiles files;

  NextKeys(BundleFiles files) {
    this.files = files;
  }

  /**
   * What is to be said.
   *
   * @param named the payload of the last KEY_NEXT entry
   */
  List<Verdict> verdicts(Optional<Bytes> named) {
    Optional<byte[]> announced = named.flatMap(sha256 -> NamedText.of(files, sha256));
    if (announced.isEmpty()) {
      return List.of();
    }
    try {
      byte[] text = announced.get();
      LogVerifierKeys keys = LogPublicKeys.read(text).named(origin(text));
      return Stream.of(keys.ed25519(), keys.mlDsa44())
          .map(key -> (Verdict) new Verdict.NextKey(key))
          .toList();
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return List.of(new Verdict.CannotTell("KEY_NEXT", "names a text of another form"));
    }
  }

  private static String origin(byte[] text) {
    if (CanonicalJson.parse(text, NamedText.MOST_BYTES) instanceof JsonValue.Members facts
        && facts.members().get("origin") instanceof JsonValue.Text origin) {
      return origin.text();
    }
    throw new VaultException.InvalidInput("the text names no log");
  }
}
