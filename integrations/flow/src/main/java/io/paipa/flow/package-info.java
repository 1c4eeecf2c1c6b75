/** Pipelines as publishers and subscribers of {@link java.util.concurrent.Flow}. */
@NullMarked
package io.paipa.flow;

import org.jspecify.annotations.NullMarked;
