package org.patientvault.internal.documents;

/**
 * Something that could not be read, where it stood and why. The reason never quotes content.
 *
 * <p>With {@code position} 0, or in malformed JSON of a bundle, the rest of the input is not read.
 */
public record SourceProblem(int inputOrdinal, long position, String reason) implements SourceItem {}
