package org.patientvault.internal.documents;

/**
 * What a {@link FhirSource} finds: a resource or a problem.
 *
 * <p>Inputs are named by their number, from 1, never by their file name: file names name patients.
 */
public sealed interface SourceItem permits SourceResource, SourceProblem {
  /** The number of the input, from 1, in the order given; files of a directory sorted by path. */
  int inputOrdinal();

  /** Entry of a bundle or line of an NDJSON file, from 1; 0 for the input as a whole. */
  long position();
}
