package org.patientvault.internal.store;

/**
 * The newest revision of a record, and, asked in the same statement, whether its patient was erased
 * and whether the key it names is there.
 */
public record HeadRow(RevisionRow revision, boolean erased, boolean keyThere) {}
