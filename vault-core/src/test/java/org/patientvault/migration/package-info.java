/** Plaintext tables moved into a vault: what arrives, what is refused, and what a kill leaves. */
@NullMarked
package org.patientvault.migration;

import org.jspecify.annotations.NullMarked;
