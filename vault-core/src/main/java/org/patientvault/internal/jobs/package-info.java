/**
 * Resumable work: rotation, backup, erasure and migration.
 *
 * <p>May use: all internal packages, and what they use.
 *
 * <p>The rule a newcomer would break: a job may be killed at any instruction. Progress is in the
 * database, in the same transaction as the work it counts.
 */
@NullMarked
package org.patientvault.internal.jobs;

import org.jspecify.annotations.NullMarked;
