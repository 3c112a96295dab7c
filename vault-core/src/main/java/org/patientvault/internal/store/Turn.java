package org.patientvault.internal.store;

/** What a committer begins its turn with: the log's head, which is now his, and the state. */
public record Turn(LogHeadRow head, StateRow state) {}
