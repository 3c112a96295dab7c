/**
 * Witnesses of a log: somebody outside who signs that a log only grew, and whoever asks him.
 *
 * <p>May use: {@code model}, {@code audit}, the JDK and Bouncy Castle. Speaks C2SP tlog-witness.
 *
 * <p>The rule a newcomer would break: what a witness answers may leave only after it is on the
 * disk. A cosignature that nobody remembers lets the next request roll the log back.
 */
@NullMarked
package org.patientvault.audit.witness;

import org.jspecify.annotations.NullMarked;
