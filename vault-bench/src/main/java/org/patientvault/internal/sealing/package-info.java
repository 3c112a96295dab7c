/** What benchmarks need of the package of this name in vault-core. */
@NullMarked
package org.patientvault.internal.sealing;

import org.jspecify.annotations.NullMarked;
