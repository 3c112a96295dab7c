package org.patientvault.model;

import java.util.Optional;

/**
 * What a PostgreSQL server says of itself to whoever may connect. No evidence: it may say anything.
 * That it forces its writes is checked before it is asked, see {@code docs/postgresql.md}.
 *
 * @param version as the server spells it
 * @param thisMachine whether every server of the location is this machine by its loopback address
 * @param encryption the protocol that encrypts the connection; empty when nothing does
 * @param synchronousCommit {@code on} or {@code remote_apply}
 * @param wholePages whether a page torn by a crash is mended ({@code full_page_writes})
 * @param synchronousStandbys which standbys a commit waits for ({@code synchronous_standby_names});
 *     empty when for none
 * @param standbys how many standbys are connected to it
 * @param standby whether it is one itself
 * @param databaseBytes how large the database is
 */
public record DatabaseServer(
    String version,
    boolean thisMachine,
    Optional<String> encryption,
    String synchronousCommit,
    boolean wholePages,
    String synchronousStandbys,
    int standbys,
    boolean standby,
    long databaseBytes) {}
