/** The meters in a real registry of Prometheus, and the beans at the JVM's own server. */
@NullMarked
package io.paipa.metrics;

import org.jspecify.annotations.NullMarked;
