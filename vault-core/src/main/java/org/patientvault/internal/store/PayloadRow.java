package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** A public text that a log entry names by its SHA-256. */
public record PayloadRow(Bytes sha256, Bytes body) {}
