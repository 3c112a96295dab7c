package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One version of the policy or the schema, as text, and the entry that committed it. */
public record ConfigRow(String kind, int version, Bytes body, int logShard, long logIndex) {}
