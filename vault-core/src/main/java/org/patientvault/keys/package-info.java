/**
 * Slots that protect a keyset: {@code wrap} and {@code unwrap}, nothing else.
 *
 * <p>May use: {@code model}, the JDK's cryptography, Bouncy Castle, PKCS#11, and {@code cloud}
 * below for keys in key services.
 *
 * <p>The rule a newcomer would break: never Tink: a slot handles opaque bytes, so that what it
 * protects can change without touching a token.
 */
@NullMarked
package org.patientvault.keys;

import org.jspecify.annotations.NullMarked;
