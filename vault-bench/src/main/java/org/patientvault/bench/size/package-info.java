/**
 * What a vault takes on the disk, beside the same records as compact JSON.
 *
 * <p>May use: the public façade of vault-core, and SQLite's own statistics. The rule a newcomer
 * would break: whole pages count, not the sum of the values.
 */
@NullMarked
package org.patientvault.bench.size;

import org.jspecify.annotations.NullMarked;
