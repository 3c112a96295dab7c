package org.patientvault.internal.store;

import org.patientvault.model.PatientRef;

/** Says that a patient was erased. */
public record TombstoneRow(PatientRef patient, int logShard, long logIndex) {}
