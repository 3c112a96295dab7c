/**
 * Makes the demonstration data in {@code src/main/resources/demo}; every person in it is invented.
 *
 * <p>May use: the JDK.
 *
 * <p>The rule a newcomer would break: the same sources give the same bytes, or the test that
 * compares them fails. No clock, no unseeded randomness, no locale.
 */
package org.patientvault.cli.demo;
