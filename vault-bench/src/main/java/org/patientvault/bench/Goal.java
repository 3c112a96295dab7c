package org.patientvault.bench;

/** How many times as fast as {@code baseline} a party should be, at least. */
public record Goal(String party, String baseline, double atLeast) {}
