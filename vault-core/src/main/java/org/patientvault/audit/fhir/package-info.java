/**
 * The access log in a form that other people's software reads: FHIR R4 AuditEvent, by the patterns
 * of IHE BALP.
 *
 * <p>May use: {@code audit}, {@code audit.report} and {@code model}. Makes text out of entries that
 * are there; reads no vault and no file.
 *
 * <p>The rule a newcomer would break: a profile is claimed only where every rule of it holds, and a
 * refusal holds none. Mapping: docs/fhir-audit-events.md.
 */
@NullMarked
package org.patientvault.audit.fhir;

import org.jspecify.annotations.NullMarked;
