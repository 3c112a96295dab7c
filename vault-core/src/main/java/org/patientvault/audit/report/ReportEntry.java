package org.patientvault.audit.report;

import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.JsonValue;

/**
 * An entry that a report reads, with what is known beside it.
 *
 * @param index its place in the log
 * @param entry what the log signed
 * @param detail its detail record, in real names; empty where there is none to be had: a bundle
 *     without details, or a detail that was erased
 */
public record ReportEntry(long index, Entry entry, Optional<JsonValue.Members> detail) {}
