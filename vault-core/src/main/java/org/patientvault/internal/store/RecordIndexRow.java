package org.patientvault.internal.store;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** From the keyed tag of a record's type and id to its sealed reference. */
public record RecordIndexRow(PatientRef patient, Bytes tag, int prf, Bytes sealed) {}
