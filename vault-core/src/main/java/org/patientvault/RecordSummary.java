package org.patientvault;

import org.patientvault.model.RecordKey;

/** One record of a patient, by its key and newest revision; no field of it was opened. */
public record RecordSummary(RecordKey key, int revision) {}
