package org.patientvault.planted;

/** Stands for the façade; innocent itself. */
public final class Facade {}
