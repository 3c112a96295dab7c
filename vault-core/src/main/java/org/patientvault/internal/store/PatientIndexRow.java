package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * From the keyed tag of an identifier to a sealed patient reference; {@code prf} is the index key's
 * version.
 */
public record PatientIndexRow(Bytes tag, int prf, Bytes sealed, int logShard, long logIndex) {}
