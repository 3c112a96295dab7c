/**
 * P8 and P1 on real processes: one that writes and reads is killed at random moments, and what it
 * acknowledged is held against what the vault has. Uses the public doors only.
 */
package org.patientvault.crash;
