package org.patientvault;

/** This library's version, as GENESIS entries and START details name it. */
final class Version {
  static final String TEXT = "0.1.0";

  private Version() {}
}
