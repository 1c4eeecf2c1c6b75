/** A broker of Kafka in this process, for tests, examples and benchmarks. */
@NullMarked
package io.paipa.kafka.broker;

import org.jspecify.annotations.NullMarked;
