package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One keyset under the root, wrapped. */
public record KeysetRow(String name, int generation, Bytes wrapped) {}
