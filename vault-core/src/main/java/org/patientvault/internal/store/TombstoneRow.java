package org.patientvault.internal.store;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/**
 * Says that a patient was erased.
 *
 * @param number counts the vault's erasures from 1
 * @param salt with it the entry's text names the patient to who has both
 */
public record TombstoneRow(
    PatientRef patient, int number, Bytes salt, int logShard, long logIndex) {}
