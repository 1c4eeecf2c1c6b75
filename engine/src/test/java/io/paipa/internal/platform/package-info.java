/** The machine: its clock, and its stack. */
@NullMarked
package io.paipa.internal.platform;

import org.jspecify.annotations.NullMarked;
