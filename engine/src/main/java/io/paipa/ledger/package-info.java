/** The exact count of what became of each item at each step. */
@NullMarked
package io.paipa.ledger;

import org.jspecify.annotations.NullMarked;
