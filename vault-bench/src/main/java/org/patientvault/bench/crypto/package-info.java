/**
 * Sealing and opening, beside stock Tink: single values, and records of twelve fields.
 *
 * <p>May use: the ciphers inside vault-core, and Tink. The rule a newcomer would break: both sides
 * get the same plaintext, and the report says which of them binds the place.
 */
@NullMarked
package org.patientvault.bench.crypto;

import org.jspecify.annotations.NullMarked;
