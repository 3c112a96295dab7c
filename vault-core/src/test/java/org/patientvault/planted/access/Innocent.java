package org.patientvault.planted.access;

/** Uses what its row allows. */
public final class Innocent {
  org.patientvault.planted.model.Innocent noun;
}
