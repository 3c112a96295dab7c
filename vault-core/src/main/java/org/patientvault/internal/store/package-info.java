/**
 * The only user of {@code java.sql} beside {@code internal.source}: rows of opaque bytes, two
 * dialects.
 *
 * <p>May use: {@code model}.
 *
 * <p>The rule a newcomer would break: it never learns what a byte means and never commits by
 * itself; the ledger decides when a transaction ends.
 */
@NullMarked
package org.patientvault.internal.store;

import org.jspecify.annotations.NullMarked;
