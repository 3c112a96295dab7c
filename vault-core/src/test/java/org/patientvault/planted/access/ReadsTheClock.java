package org.patientvault.planted.access;

import java.time.Instant;

/** A planted violation. */
final class ReadsTheClock {
  Instant now() {
    return Instant.now();
  }
}
