/**
 * The nouns everyone shares (ids, values, purposes, schema, {@code Bytes}) and the one exception
 * family.
 *
 * <p>May use: the JDK, and nothing else.
 *
 * <p>The rule a newcomer would break: a type comes here because two layers need it, never because
 * it had no better home; nothing here does I/O or knows a key.
 */
@NullMarked
package org.patientvault.model;

import org.jspecify.annotations.NullMarked;
