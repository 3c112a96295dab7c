package org.patientvault.internal.documents;

/** A value that does not become what its column's rule says. The message never quotes it. */
final class UnfitValue extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitValue(String message) {
    super(message);
  }
}
