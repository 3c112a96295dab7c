package org.patientvault.planted.model;

/** A planted violation. */
final class Prints {
  void print() {
    System.out.println("a value");
  }
}
