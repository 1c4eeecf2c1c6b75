/** Runs pipelines on the members of a Hazelcast cluster. */
@NullMarked
package io.paipa.cluster;

import org.jspecify.annotations.NullMarked;
