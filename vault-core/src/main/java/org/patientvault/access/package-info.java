/**
 * The pure decision: request, policy and grants in; a decision out.
 *
 * <p>May use: {@code model}.
 *
 * <p>The rule a newcomer would break: the same inputs give the same decision. No clock, no
 * database, no file: the caller passes time and facts in, or {@code policy explain} cannot explain.
 */
@NullMarked
package org.patientvault.access;

import org.jspecify.annotations.NullMarked;
