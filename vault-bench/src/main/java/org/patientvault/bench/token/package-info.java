/**
 * What a key in a token costs beside one in a file.
 *
 * <p>May use: vault-core's public doors, and the tokens of its tests. The rule a newcomer would
 * break: software tokens show what the way to a token costs, not how fast anybody's hardware is.
 */
@NullMarked
package org.patientvault.bench.token;

import org.jspecify.annotations.NullMarked;
