/**
 * A catalogue of the files below a folder, made by a pipeline on three member processes of a
 * Hazelcast cluster, of which one may be killed.
 */
@NullMarked
package io.paipa.cluster.examples;

import org.jspecify.annotations.NullMarked;
