package org.patientvault.planted.audit;

/** An entry for others to use. */
public final class Innocent {}
