package org.patientvault.verify.planted;

/** Asks for nothing itself. */
final class LeadsToKeys {
  final BehindIsAKey behind = new BehindIsAKey();
}
