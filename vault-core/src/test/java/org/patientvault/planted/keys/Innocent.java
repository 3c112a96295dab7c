package org.patientvault.planted.keys;

/** Uses nothing. */
public final class Innocent {}
