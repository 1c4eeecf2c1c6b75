/**
 * The lock-free parts of the engine under jcstress: two or three threads at a time, every outcome
 * counted, and those that must not be are forbidden.
 */
@NullMarked
package io.paipa.stress.races;

import org.jspecify.annotations.NullMarked;
