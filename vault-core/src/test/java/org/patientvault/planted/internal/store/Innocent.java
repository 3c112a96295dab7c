package org.patientvault.planted.internal.store;

/** Rows for others to use. */
public final class Innocent {}
