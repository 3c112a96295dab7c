package org.patientvault.planted.model;

import org.patientvault.planted.access.Innocent;

/** A planted violation. */
final class UsesAccess {
  Innocent decision;
}
