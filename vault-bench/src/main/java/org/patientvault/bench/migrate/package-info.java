/** Moving a plaintext table in, beside a copy of the same table that seals nothing. */
@NullMarked
package org.patientvault.bench.migrate;

import org.jspecify.annotations.NullMarked;
