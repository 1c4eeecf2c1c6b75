/** The machine: its clock and its threads, the stack, and what is handed from one to another. */
@NullMarked
package io.paipa.internal.platform;

import org.jspecify.annotations.NullMarked;
