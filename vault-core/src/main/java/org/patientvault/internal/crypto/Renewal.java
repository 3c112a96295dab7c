package org.patientvault.internal.crypto;

/**
 * What is done when a value names a key that this process does not hold: it looks whether there are
 * newer keysets. Safe for use by several threads.
 */
final class Renewal {
  private volatile Runnable look = () -> {};

  void by(Runnable howToLook) {
    look = howToLook;
  }

  void look() {
    look.run();
  }
}
