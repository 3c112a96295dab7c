/**
 * Somebody else's log: a writer and a reader of C2SP tlog-tiles, written from the public
 * specifications (RFC 6962, signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles) and from
 * docs/formats/audit-log.md.
 *
 * <p>Uses the JDK and, for ML-DSA-44, Bouncy Castle. The rule a newcomer would break: nothing here
 * uses a class of the product, or both could be wrong in the same way; a test holds that.
 */
package org.patientvault.foreign;
