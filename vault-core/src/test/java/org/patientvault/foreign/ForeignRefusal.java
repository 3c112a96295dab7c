package org.patientvault.foreign;

/** A log or a part of one that is not as the specifications say, or not as it was signed. */
public final class ForeignRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  ForeignRefusal(String why, Throwable cause) {
    super(why, cause);
  }

  static void when(boolean wrong, String why) throws ForeignRefusal {
    if (wrong) {
      throw new ForeignRefusal(why, null);
    }
  }
}
