package org.patientvault;

import java.time.Instant;
import org.patientvault.audit.EventCode;

/**
 * One line of a record's history: which revision, when it was written, and which log entry says so.
 */
public record RecordRevision(int revision, Instant writtenAt, EventCode event, long logIndex) {}
