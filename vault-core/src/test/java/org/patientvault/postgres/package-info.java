/**
 * What holds on PostgreSQL alone: roles, settings of the server, encryption of the connection, and
 * all that a server can get wrong. Each on a real server.
 */
package org.patientvault.postgres;
