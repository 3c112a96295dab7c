/**
 * The only user of Tink: field cipher, index, wrapping and signing.
 *
 * <p>May use: {@code model} and {@code keys}.
 *
 * <p>The rule a newcomer would break: no I/O and no clock. Whatever is sealed is sealed with its
 * place as associated data; a cipher call without it lets values be moved.
 */
@NullMarked
package org.patientvault.internal.crypto;

import org.jspecify.annotations.NullMarked;
