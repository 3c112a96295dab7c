/**
 * The auditor's side: entry encoding, Merkle tree, signed notes, proofs and offline verification.
 *
 * <p>May use: {@code model}, {@code audit.anchor}, the JDK's cryptography and Bouncy Castle.
 *
 * <p>The rule a newcomer would break: an auditor runs this without our database, Tink or Jackson. A
 * convenient import of any of them ends his independence.
 */
@NullMarked
package org.patientvault.audit;

import org.jspecify.annotations.NullMarked;
