/**
 * Small classes that each break one rule of the layer table, and a few innocent ones they need.
 *
 * <p>Nothing runs them: {@code PlantedViolationsTest} proves with them that each rule can fail.
 */
package org.patientvault.planted;
