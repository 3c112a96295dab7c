package org.patientvault.planted.elsewhere;

/** A planted violation. */
final class HasNoLayer {}
