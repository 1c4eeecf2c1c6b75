/** A program that reads orders from Kafka, and a comparison with other consumers. */
@NullMarked
package io.paipa.kafka.examples;

import org.jspecify.annotations.NullMarked;
