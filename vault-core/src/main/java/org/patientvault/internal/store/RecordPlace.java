package org.patientvault.internal.store;

import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

/** Where a record's rows stand. */
public record RecordPlace(PatientRef patient, RecordRef record) {}
