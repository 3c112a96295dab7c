/**
 * The only committer: appends audit entries, groups commits and makes the {@code AuditReceipt}.
 *
 * <p>May use: {@code model}, {@code audit}, {@code internal.crypto} and {@code internal.store}.
 *
 * <p>The rule a newcomer would break: a receipt exists only after the commit. Making one earlier,
 * even in a test helper, breaks the first promise.
 */
@NullMarked
package org.patientvault.internal.ledger;

import org.jspecify.annotations.NullMarked;
