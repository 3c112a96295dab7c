/**
 * Answers to the questions that auditors ask of an access log, as documents that any form can show.
 *
 * <p>Works from verified entries alone, or from entries with their details; no database, no key.
 */
@NullMarked
package org.patientvault.audit.report;

import org.jspecify.annotations.NullMarked;
