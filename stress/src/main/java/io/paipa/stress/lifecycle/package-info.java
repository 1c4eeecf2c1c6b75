/**
 * Every pair and triple of the calls that begin, feed and end a pipeline. Each call is in a thread
 * of its own, and all orders are tried. One of the threads is held at one of the points where the
 * engine calls out: for the clock, for a thread, or into the hook that starts a step.
 */
@NullMarked
package io.paipa.stress.lifecycle;

import org.jspecify.annotations.NullMarked;
