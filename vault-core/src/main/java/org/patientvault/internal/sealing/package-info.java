/**
 * Patient keys, and the way between a record and its sealed form.
 *
 * <p>May use: {@code model}, {@code audit}, {@code keys}, {@code internal.crypto}, {@code
 * internal.store} and {@code internal.ledger}.
 *
 * <p>The rule a newcomer would break: opening asks for the receipt as a parameter, and fields that
 * the entry does not name stay in here.
 */
@NullMarked
package org.patientvault.internal.sealing;

import org.jspecify.annotations.NullMarked;
