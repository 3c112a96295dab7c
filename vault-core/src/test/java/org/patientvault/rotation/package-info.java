/** Keys that are renewed while others work. */
@NullMarked
package org.patientvault.rotation;

import org.jspecify.annotations.NullMarked;
