/**
 * Attacks of one who may do in the database whatever the tables' owner may, and of what a server, a
 * failover and several nodes do to each other by chance: nothing is released, acknowledged or
 * signed that is not so. Uses the public doors only; an open vault is attacked where opening would
 * already refuse.
 */
package org.patientvault.attack;
