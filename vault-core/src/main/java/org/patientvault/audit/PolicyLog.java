package org.patientvault.audit;

/** A log that a policy accepts; the address is empty when none is given, and never used here. */
record PolicyLog(VerifierKey key, String url) {}
