package org.patientvault.audit;

/** Says what it means that a note could not be opened. */
final class NoteVerdict {
  private NoteVerdict() {}

  static Verdict of(Opening opening, String file) {
    if (opening instanceof Opening.BadSignature bad) {
      return new Tampering.BadSignature(bad.key().toString(), file, bad.missing());
    }
    if (opening instanceof Opening.UnknownKey unknown) {
      return new Verdict.UnknownKey(unknown.who(), file);
    }
    if (opening instanceof Opening.Malformed malformed) {
      return new Tampering.FileChanged(file, malformed.reason());
    }
    throw new AssertionError("an opened note is no finding");
  }
}
