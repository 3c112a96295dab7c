package org.patientvault.planted.internal.crypto;

/** A cipher for others to use. */
public final class Innocent {}
