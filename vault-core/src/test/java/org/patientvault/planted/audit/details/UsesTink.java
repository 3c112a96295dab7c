package org.patientvault.planted.audit.details;

import com.google.crypto.tink.KeysetHandle;

/** A planted violation. */
final class UsesTink {
  KeysetHandle handle;
}
