package org.patientvault.planted;

import com.google.crypto.tink.KeysetHandle;

/** A planted violation. */
final class UsesTink {
  KeysetHandle handle;
}
