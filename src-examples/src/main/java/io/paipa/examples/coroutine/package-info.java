/**
 * Small programs that show co-routine pipelines. Steps are composed to a recipe, which is applied
 * to a source and read in one thread, alone or on both sides of a threaded pipeline.
 */
@NullMarked
package io.paipa.examples.coroutine;

import org.jspecify.annotations.NullMarked;
