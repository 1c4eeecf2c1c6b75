/** Races. */
@org.jspecify.annotations.NullMarked
package io.paipa.stress.races;
