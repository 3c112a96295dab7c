package org.patientvault.planted.model;

/** A noun for others to use. */
public final class Innocent {}
