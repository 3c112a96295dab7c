package org.patientvault.access;

/** What a policy's authors expect of one request: the file's own test. */
public record PolicyExample(AccessRequest request, Effect expected) {}
