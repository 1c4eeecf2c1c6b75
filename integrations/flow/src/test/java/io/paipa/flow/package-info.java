/**
 * Pipelines among publishers and subscribers: by the rules of Reactive Streams, and by promises.
 */
@NullMarked
package io.paipa.flow;

import org.jspecify.annotations.NullMarked;
