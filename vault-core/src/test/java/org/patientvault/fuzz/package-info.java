/**
 * Fuzz targets' common parts, and what holds their corpora in place.
 *
 * <p>A target is one class whose name ends in {@code Fuzz}, in the package of the reader it feeds:
 * one {@code @FuzzTest} method that states a property, and the seeds it starts from. The rule a
 * newcomer would break: "no exception" is no property; say what must hold of everything that was
 * read. {@code make fuzz} runs the targets; {@code make test} runs their corpora only.
 */
package org.patientvault.fuzz;
