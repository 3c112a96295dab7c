/**
 * Durable work side by side: audited reads and bulk imports of the vault and of what a user would
 * build instead.
 *
 * <p>All parties take turns in one run, in slices of half a second, so that a slow phase of the
 * machine meets them all; only ratios within a round are compared.
 *
 * <p>May use: the public façade of vault-core, PostgreSQL and SQLite through JDBC. The rule a
 * newcomer would break: no party may answer before its audit entry is on the disk.
 */
@NullMarked
package org.patientvault.bench.load;

import org.jspecify.annotations.NullMarked;
