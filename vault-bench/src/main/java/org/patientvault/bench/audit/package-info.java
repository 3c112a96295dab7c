/**
 * Verifying a log offline, beside a bare SHA-256 loop over the same entries.
 *
 * <p>May use: the public classes of {@code org.patientvault.audit}, and log keys. The rule a
 * newcomer would break: a log that does not verify is no measurement.
 */
@NullMarked
package org.patientvault.bench.audit;

import org.jspecify.annotations.NullMarked;
