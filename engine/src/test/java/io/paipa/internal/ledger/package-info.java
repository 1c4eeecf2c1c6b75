/** The parts of a hop, each by itself, also under fire from two threads. */
@NullMarked
package io.paipa.internal.ledger;

import org.jspecify.annotations.NullMarked;
