package org.patientvault.planted.audit;

import com.google.crypto.tink.KeysetHandle;

/** A planted violation. */
final class UsesTink {
  KeysetHandle handle;
}
