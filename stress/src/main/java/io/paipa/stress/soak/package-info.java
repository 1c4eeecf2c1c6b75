/** The soak: full load with faults for a long time; memory, threads and rates must stay flat. */
@NullMarked
package io.paipa.stress.soak;

import org.jspecify.annotations.NullMarked;
