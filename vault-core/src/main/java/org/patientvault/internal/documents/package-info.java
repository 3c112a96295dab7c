/**
 * The only user of Jackson and YAML: loads schema, access policy and mappings, turns FHIR JSON into
 * fields and back, and rows of tables into fields.
 *
 * <p>May use: {@code model} and {@code access}.
 *
 * <p>The rule a newcomer would break: a document comes back equal, decimal text included; never
 * read a number as a binary floating point value.
 */
@NullMarked
package org.patientvault.internal.documents;

import org.jspecify.annotations.NullMarked;
