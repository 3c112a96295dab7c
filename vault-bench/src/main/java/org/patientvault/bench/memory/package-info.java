/**
 * What an audited read leaves for the collector, and what an opened key keeps.
 *
 * <p>May use: the public façade of vault-core, and Tink to compare. The rule a newcomer would
 * break: the garbage of every thread counts, not the caller's alone.
 */
@NullMarked
package org.patientvault.bench.memory;

import org.jspecify.annotations.NullMarked;
