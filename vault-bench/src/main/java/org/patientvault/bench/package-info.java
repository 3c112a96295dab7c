/**
 * Benchmarks: each class states a question, and {@code results/} holds the answer, machine and
 * date.
 *
 * <p>May use: vault-core, Tink and the peers compared with.
 *
 * <p>The rule a newcomer would break: before and after are measured in one session.
 */
@NullMarked
package org.patientvault.bench;

import org.jspecify.annotations.NullMarked;
