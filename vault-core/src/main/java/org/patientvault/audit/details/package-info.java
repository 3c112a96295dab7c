/**
 * Details that travel to one auditor: sealed to his public key, entry by entry, opened with Bouncy
 * Castle and the JDK alone. Format: docs/formats/audit-log.md, "Details in a bundle".
 */
@NullMarked
package org.patientvault.audit.details;

import org.jspecify.annotations.NullMarked;
