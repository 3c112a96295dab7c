package org.patientvault.model;

/** What the schema says of one field: its class, the group it is sealed in, and its padding. */
public record FieldRule(FieldClass fieldClass, GroupName group, Padding padding) {}
