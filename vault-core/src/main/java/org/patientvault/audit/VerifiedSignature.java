package org.patientvault.audit;

/**
 * A signature that was checked.
 *
 * @param unixSeconds when the signer says it was made; 0 for the kind that does not say
 */
record VerifiedSignature(VerifierKey key, long unixSeconds) {}
