package org.patientvault.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a note's signature lines are worth to somebody who knows certain keys.
 *
 * @param verified each known key that signed, once
 * @param bad known keys under a line that they did not sign: one of them spoils the note
 * @param ignored lines of unknown keys
 */
record NoteSignatures(
    List<VerifiedSignature> verified, List<VerifierKey> bad, List<NoteLine> ignored) {

  /** Checks every line of a known key. */
  static NoteSignatures of(SignedNote note, Collection<VerifierKey> known) {
    NoteSignatures found =
        new NoteSignatures(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (NoteLine line : note.lines()) {
      Optional<VerifierKey> key = keyOf(line, known);
      if (key.isPresent()) {
        found.add(note, line, key.get());
      } else {
        found.ignored.add(line);
      }
    }
    return found;
  }

  private static Optional<VerifierKey> keyOf(NoteLine line, Collection<VerifierKey> known) {
    List<VerifierKey> keys = known.stream().filter(line::isBy).toList();
    if (keys.size() > 1) {
      throw SignedNote.refused("two known keys share the name and id of a signature line");
    }
    return keys.stream().findFirst();
  }

  private void add(SignedNote note, NoteLine line, VerifierKey key) {
    Optional<VerifiedSignature> signature =
        SignatureCheck.verify(note.unverifiedText(), key, line.signature().toArray());
    if (signature.isEmpty()) {
      bad.add(key);
    } else if (verified.stream().noneMatch(each -> each.key().equals(key))) {
      verified.add(signature.get());
    }
  }
}
