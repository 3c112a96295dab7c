/**
 * The PKCS#11 tokens of the tests: real modules of three makers, none of them hardware. Other
 * modules use it as the test jar of this one; so it knows JUnit's assertions and the programs that
 * make tokens, and nothing of the vault.
 *
 * <p>A module reads its environment when it is loaded, so the environment is the build's: see
 * {@code PATIENTVAULT_TEST_TOKENS} in the parent's pom.
 */
package org.patientvault.tokens;
