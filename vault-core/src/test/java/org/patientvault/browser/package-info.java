/** A real browser for tests, without a window and without a network. */
package org.patientvault.browser;
