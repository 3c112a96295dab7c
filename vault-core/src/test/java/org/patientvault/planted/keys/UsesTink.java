package org.patientvault.planted.keys;

import com.google.crypto.tink.KeysetHandle;

/** A planted violation. */
final class UsesTink {
  KeysetHandle handle;
}
