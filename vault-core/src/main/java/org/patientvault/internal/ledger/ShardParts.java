package org.patientvault.internal.ledger;

/** Who writes one shard: its pseudonyms, and what makes entries of drafts. For who commits. */
record ShardParts(Shard shard, LogSubjects subjects, EntryWriter writer) {}
