/**
 * The databases that tests put vaults in, one interface over both kinds, and a real PostgreSQL
 * server to go with them. Other modules use it as the test jar of this one; so it knows JUnit and
 * JDBC, and nothing of the vault but the names of its tables.
 */
package org.patientvault.stores;
