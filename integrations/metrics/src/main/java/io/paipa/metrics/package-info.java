/** What pipelines do, for monitoring systems: as meters of Micrometer, and as JMX beans. */
@NullMarked
package io.paipa.metrics;

import org.jspecify.annotations.NullMarked;
