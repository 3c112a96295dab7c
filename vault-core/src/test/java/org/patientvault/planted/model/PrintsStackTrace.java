package org.patientvault.planted.model;

/** A planted violation. */
final class PrintsStackTrace {
  void print(Exception e) {
    e.printStackTrace();
  }
}
