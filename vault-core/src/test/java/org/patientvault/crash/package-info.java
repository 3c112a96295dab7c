/**
 * P8 and P1 on real processes, servers and networks: who writes and reads is killed, cut off or
 * frozen at random moments, and what was acknowledged is held against what the vault has. Uses the
 * public doors only.
 */
package org.patientvault.crash;
