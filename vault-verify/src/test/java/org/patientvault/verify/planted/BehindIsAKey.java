package org.patientvault.verify.planted;

import org.patientvault.keys.Asks;

/** Asks for a secret. */
final class BehindIsAKey {
  Asks what() {
    return Asks.PIN;
  }
}
