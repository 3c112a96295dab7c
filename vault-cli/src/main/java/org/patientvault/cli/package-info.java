/**
 * The {@code patientvault} command. A command parses, calls the library, prints and returns a code.
 * Those that need no vault, and what all are run and printed by, are in {@code
 * org.patientvault.verify}.
 *
 * <p>May use: the exported packages of vault-core, vault-verify, picocli, progress bars.
 *
 * <p>The rule a newcomer would break: data goes to standard output, words go to standard error, and
 * no secret is ever an argument.
 */
@NullMarked
package org.patientvault.cli;

import org.jspecify.annotations.NullMarked;
