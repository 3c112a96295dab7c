package org.patientvault.audit;

/**
 * Somebody whose cosignature a policy counts.
 *
 * @param name as the policy calls him; not the key's name
 * @param url where to ask him, the submission prefix of C2SP tlog-witness; empty when none is given
 */
public record PolicyWitness(String name, VerifierKey key, String url) {}
