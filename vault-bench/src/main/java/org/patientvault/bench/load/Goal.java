package org.patientvault.bench.load;

/** How many times as fast as {@code baseline} the vault should be, at least. */
record Goal(String baseline, double atLeast) {}
