/**
 * Other libraries, each in a JVM of its own, taking turns with the vault over a pipe.
 *
 * <p>May use: nothing but the JDK on the peer's side, since a peer's class path holds whatever the
 * peer brings. The rule a newcomer would break: say of each peer what it binds and commits to, or
 * the comparison flatters those who do less.
 */
@NullMarked
package org.patientvault.bench.peers;

import org.jspecify.annotations.NullMarked;
