/**
 * How long whole processes of the command line take, beside a bare JVM and a plain {@code java
 * -jar}.
 *
 * <p>May use: the built command line as a program, nothing of its classes. The rule a newcomer
 * would break: a run that failed is no measurement.
 */
@NullMarked
package org.patientvault.bench.start;

import org.jspecify.annotations.NullMarked;
