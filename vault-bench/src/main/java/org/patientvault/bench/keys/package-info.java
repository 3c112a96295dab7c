/** How fast keys are renewed, beside what one would write by hand. */
@NullMarked
package org.patientvault.bench.keys;

import org.jspecify.annotations.NullMarked;
