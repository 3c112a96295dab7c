package org.patientvault;

/**
 * One key slot: {@code id} is hex, {@code kind} the protector's, {@code uri} where it is, {@code
 * state} active or stale.
 */
public record SlotInfo(String id, String kind, String uri, String state) {}
