/** The parallel consumer, to compare with. */
@NullMarked
package io.paipa.kafka.peer;

import org.jspecify.annotations.NullMarked;
