package org.patientvault.planted.keys.cloud;

import org.patientvault.planted.keys.Innocent;

/** A planted violation: keys uses keys.cloud, not the other way round. */
final class UsesKeys {
  Innocent above;
}
