package org.patientvault.internal.ledger;

import java.time.Duration;

/**
 * How a node works.
 *
 * @param name tells its entries from those of others
 * @param queued how many requests may wait at once
 * @param patience how long a caller waits
 * @param sealEvery how soon after an entry it signs what it wrote
 */
public record NodeSettings(String name, int queued, Duration patience, Duration sealEvery) {}
