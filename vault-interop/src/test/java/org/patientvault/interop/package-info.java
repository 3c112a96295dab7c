/**
 * What the library writes, read by other people's software.
 *
 * <p>The rule a newcomer would break: their verdict is taken as it is. What they find fault with is
 * mended in the library, or named here one by one with the reason.
 */
package org.patientvault.interop;
