/**
 * The façade: opens a vault, acts as someone, administers it and reads its audit trail.
 *
 * <p>May use: everything below. Nothing below may use it.
 *
 * <p>The rule a newcomer would break: no plaintext leaves through this package without a durable
 * audit entry; a convenience method that skips the session skips the log.
 */
@NullMarked
package org.patientvault;

import org.jspecify.annotations.NullMarked;
