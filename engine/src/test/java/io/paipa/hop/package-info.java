<<<<<<< HEAD
/** The parts of a hop, each by itself, under fire from two threads. */
=======
/** What is between two steps. */
>>>>>>> b7f1640 (RELIABILITY.md; an outbox does not overtake the ring)
@NullMarked
package io.paipa.hop;

import org.jspecify.annotations.NullMarked;
