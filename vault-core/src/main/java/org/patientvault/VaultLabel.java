package org.patientvault;

import java.util.List;
import org.patientvault.model.VaultId;

/**
 * What can be seen of a vault without a key: its id, the origin of its log, and its slots. Claimed,
 * not verified.
 */
public record VaultLabel(VaultId id, String origin, List<SlotInfo> slots) {}
