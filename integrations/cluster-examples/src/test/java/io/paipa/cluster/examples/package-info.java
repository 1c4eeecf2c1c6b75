/** Runs the commands as a user does. */
@NullMarked
package io.paipa.cluster.examples;

import org.jspecify.annotations.NullMarked;
