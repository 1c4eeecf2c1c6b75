/** The exact count of what became of each item at each step. */
@NullMarked
package io.paipa.internal.ledger;

import org.jspecify.annotations.NullMarked;
