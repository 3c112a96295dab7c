/**
 * RFC 3161 time stamps: asking for one, reading an answer, and deciding what it is worth.
 *
 * <p>May use: {@code model}, the JDK, and Bouncy Castle's time stamp classes, which nothing else
 * uses.
 *
 * <p>The rule a newcomer would break: no byte of ASN.1 is read here by hand, and no time of a token
 * is believed before {@link org.patientvault.audit.anchor.TimeStamp#verify}.
 */
@NullMarked
package org.patientvault.audit.anchor;

import org.jspecify.annotations.NullMarked;
