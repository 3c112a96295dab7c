package org.patientvault.planted.internal.sealing;

import org.patientvault.planted.Facade;

/** A planted violation. */
final class UsesFacade {
  Facade facade;
}
