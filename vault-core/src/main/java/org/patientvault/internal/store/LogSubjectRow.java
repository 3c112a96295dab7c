package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One pseudonym and detail key, sealed, under the keyed tag of whom it stands for. */
public record LogSubjectRow(int shard, Bytes tag, Bytes sealed) {}
