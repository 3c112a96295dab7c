/**
 * Tables of other people's databases, read row by row, to be moved into a vault.
 *
 * <p>May use: {@code model}, of {@code internal.store} where a database is and who connects, and
 * {@code java.sql}.
 *
 * <p>The rule a newcomer would break: nothing is ever written there, and no message holds what
 * stands in a row.
 */
@NullMarked
package org.patientvault.internal.source;

import org.jspecify.annotations.NullMarked;
