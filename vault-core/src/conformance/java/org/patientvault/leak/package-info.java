/**
 * P4 on real input: nothing that tells of a person is in clear in any file or in any output. Uses
 * the public doors only.
 */
package org.patientvault.leak;
