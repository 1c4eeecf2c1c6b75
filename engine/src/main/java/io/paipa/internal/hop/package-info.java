/**
 * A hop: the ring between two steps, its slots, its inlet for producers and its outlet for workers.
 */
@NullMarked
package io.paipa.internal.hop;

import org.jspecify.annotations.NullMarked;
