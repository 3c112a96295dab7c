package org.patientvault.internal.documents;

/** A resource, where it stood and to whom it belongs. */
public record SourceResource(int inputOrdinal, long position, FhirResource resource, Owner owner)
    implements SourceItem {}
